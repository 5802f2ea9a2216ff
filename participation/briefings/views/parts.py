"""What the pages of an explained decision share: the way from the home page, the page itself."""

from django.http import Http404
from django.utils.translation import gettext as _

from portal.cms.models.pages import Breadcrumb

from ...models import Activity
from .. import queries
from ..models import Briefing


def trail(activity: Activity, *last: Breadcrumb) -> list[Breadcrumb]:
    """The way from the home page to one of the pages."""
    here: Breadcrumb = (activity.title, activity.url if last else None)
    return [(_("Home"), "/"), (_("Take part"), "/participer/"), here, *last]


def found_briefing(activity: Activity) -> Briefing:
    """The explained decision that this activity is."""
    found = queries.briefing_of(activity.slug)
    if found is None:
        raise Http404
    return found
