"""What the pages of a call share: the way from the home page, the call itself."""

from django.http import Http404

from ...models import Activity
from .. import queries
from ..models import IdeaConsultation


def found_call(activity: Activity) -> IdeaConsultation:
    found = queries.consultation_of(activity.slug)
    if found is None:
        raise Http404
    return found
