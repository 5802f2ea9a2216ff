"""What the screens of budgets in the admin share: who may enter, the budget, the way back."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from engagements.queries import department_ids_of

from ...views.officer_screens import OfficerScreen
from ..models import ParticipatoryBudget, Project

CONDUCT = "budgets.conduct_budget"
STUDY = "budgets.study_projects"


def answers_for(user: Any, project: Project) -> bool:
    """Whether this person decides on a project: whoever conducts budgets, or its department."""
    if not user.is_active or not user.has_perm(STUDY):
        return False
    if user.has_perm(CONDUCT):
        return True
    return project.department_id in department_ids_of(user)


class DeskScreen(OfficerScreen):
    """A screen of budgets: for those who conduct them, unless it says otherwise."""

    header_icon = "tasks"
    right = CONDUCT


class BudgetScreen(DeskScreen):
    """A screen about one budget."""

    def find(self, **kwargs: Any) -> None:
        found = ParticipatoryBudget.objects.select_related("tally", "box")
        self.budget: ParticipatoryBudget = get_object_or_404(found, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.budget.title

    @property
    def desk_url(self) -> str:
        return reverse("budget_desk:index", args=[self.budget.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(budget=self.budget, **kwargs)

    def trail(self) -> list[dict[str, str]]:
        label = _("%(title)s: dashboard") % {"title": self.budget.title}
        return [{"url": self.desk_url, "label": label}]
