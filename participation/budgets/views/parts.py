"""What the pages of a budget share: the way from the home page, the budget itself."""

from django.http import Http404
from django.utils.translation import gettext as _

from portal.cms.models.pages import Breadcrumb

from ...models import Activity
from ..models import ParticipatoryBudget


def trail(budget: Activity, *last: Breadcrumb) -> list[Breadcrumb]:
    """The way from the home page to a page of the budget."""
    here: Breadcrumb = (budget.title, budget.url if last else None)
    return [(_("Home"), "/"), (_("Take part"), "/participer/"), here, *last]


def found_budget(activity: Activity) -> ParticipatoryBudget:
    """The activity as the budget that it is. Raises Http404 when it is none."""
    found = (
        ParticipatoryBudget.objects.select_related("tally", "department", "box")
        .filter(pk=activity.pk)
        .first()
    )
    if found is None:
        raise Http404
    return found
