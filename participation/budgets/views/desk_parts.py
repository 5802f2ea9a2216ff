"""What the screens of budgets in the admin share: who may enter, the budget, the way back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from engagements.queries import department_ids_of
from portal.accounts.models import User

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


class DeskScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen of the admin that asks one right."""

    header_icon = "tasks"
    right = CONDUCT
    title: Any = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not user.has_perm(self.right):
            raise PermissionDenied
        self.officer = user
        self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def find(self, **kwargs: Any) -> None:
        """Fetches what the screen is about; raises Http404 or PermissionDenied."""

    def get_page_title(self) -> str:
        return str(self.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items, *self.trail(), {"url": "", "label": self.get_page_title()}]

    def trail(self) -> list[dict[str, str]]:
        """What stands between the home page of the admin and this page."""
        return []

    def said(self, text: str, url: str) -> HttpResponse:
        """Says what was done, and leads there."""
        messages.success(self.request, text)
        return HttpResponseRedirect(url)

    def refused(self, reason: Any, **context: Any) -> HttpResponse:
        """Says why nothing was done, on the same page, with what was typed."""
        messages.error(self.request, str(reason))
        return self.render_to_response(self.get_context_data(**context))


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
