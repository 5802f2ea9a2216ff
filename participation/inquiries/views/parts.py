"""What the pages of a procedure share: the way from the home page, the procedure itself."""

from django.http import Http404

from ...models import Activity
from ..models import Inquiry
from ..queries.pages import inquiry_of


def found_inquiry(activity: Activity) -> Inquiry:
    """The procedure that this activity is."""
    found = inquiry_of(activity.slug)
    if found is None:
        raise Http404
    return found
