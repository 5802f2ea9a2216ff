"""What the pages of an explained decision share: the way from the home page, the page itself."""

from django.http import Http404

from ...models import Activity
from .. import queries
from ..models import Briefing


def found_briefing(activity: Activity) -> Briefing:
    """The explained decision that this activity is."""
    found = queries.briefing_of(activity.slug)
    if found is None:
        raise Http404
    return found
