"""What the pages of a call share: the way from the home page, the call itself."""

from django.http import Http404
from django.utils.translation import gettext as _

from portal.cms.models.pages import Breadcrumb

from ...models import Activity
from .. import queries
from ..models import IdeaConsultation


def trail(consultation: Activity, *last: Breadcrumb) -> list[Breadcrumb]:
    """The way from the home page to a page of the call."""
    here: Breadcrumb = (consultation.title, consultation.url if last else None)
    return [(_("Home"), "/"), (_("Take part"), "/participer/"), here, *last]


def found_call(activity: Activity) -> IdeaConsultation:
    found = queries.consultation_of(activity.slug)
    if found is None:
        raise Http404
    return found
