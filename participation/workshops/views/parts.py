"""What the pages of a workshop share: the way from the home page, the workshop, its meeting."""

from django.http import Http404, HttpRequest

from ...models import Activity
from .. import queries
from ..models import Meeting, Workshop


def found_workshop(activity: Activity) -> Workshop:
    """The activity as a workshop; 404 when it is none."""
    found = queries.workshop_of(activity.slug)
    if found is None:
        raise Http404
    return found


def found_meeting(request: HttpRequest, workshop: Workshop, number: int) -> Meeting:
    """A meeting that this reader may see; 404 otherwise."""
    found = queries.meeting_of(workshop, number, request.user)
    if found is None:
        raise Http404
    return found
