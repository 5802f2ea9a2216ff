"""What the pages of a procedure share: the way from the home page, the procedure itself."""

from django.http import Http404
from django.utils.translation import gettext as _

from portal.cms.models.pages import Breadcrumb

from ...models import Activity
from ..models import Inquiry
from ..queries.pages import inquiry_of


def trail(activity: Activity, *last: Breadcrumb) -> list[Breadcrumb]:
    """The way from the home page to one of the pages."""
    here: Breadcrumb = (activity.title, activity.url if last else None)
    return [(_("Home"), "/"), (_("Take part"), "/participer/"), here, *last]


def found_inquiry(activity: Activity) -> Inquiry:
    """The procedure that this activity is."""
    found = inquiry_of(activity.slug)
    if found is None:
        raise Http404
    return found
