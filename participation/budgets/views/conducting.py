"""Conducting a vote in the admin: dashboard, rules published, interrupted, amended in public."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.canonical import digest
from portal.decisions import Refused

from ..actions.amending import amend_rules
from ..actions.opening import pause_vote, resume_vote
from ..actions.rules import publish_rules
from ..forms.conducting import ReasonForm, RulesAmendmentForm
from ..panels.rules import compared
from ..queries.desk import dashboard, settings_problems
from ..queries.projects import vote_of
from ..queries.rules import prepared_text
from ..queries.voting import voter_count
from ..rulebook import Rulebook
from .desk_parts import BudgetScreen


class DashboardView(BudgetScreen):
    """Where the vote stands: the turnout in all, the checklist, the journal; interrupt, resume."""

    template_name = "budgets/admin/dashboard.html"
    title = gettext_lazy("Rules and dashboard of the vote")

    def trail(self) -> list[dict[str, str]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        budget = self.budget
        context = {
            **dashboard(budget, timezone.now()),
            "voters": voter_count(budget),
            "problems": settings_problems(budget),
            "paused_at": budget.box.paused_at if hasattr(budget, "box") else None,
            "reason_form": ReasonForm(),
            "projects_url": f"{reverse('budget_projects:index')}?budget={budget.pk}",
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        doing = {"pause": pause_vote, "resume": resume_vote}
        action = doing.get(request.POST.get("action", ""))
        if action is None:
            raise PermissionDenied
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.refused(_("Give the reason: it is published."), reason_form=form)
        try:
            action(
                budget=self.budget,
                reason=form.cleaned_data["reason"],
                by=self.officer,
                at=timezone.now(),
            )
        except Refused as refused:
            return self.refused(refused.reason.label, reason_form=form)
        return self.said(_("It is written in the journal of the vote."), self.desk_url)


class PublishRulesView(BudgetScreen):
    """The rules as they would be published, to be read once more before they are."""

    template_name = "budgets/admin/publish_rules.html"
    title = gettext_lazy("Publish the rules")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = prepared_text(self.budget)
        context = {
            **compared(self.budget),
            "rulebook": Rulebook.read(text),
            "sha256": digest(text),
            "problems": settings_problems(self.budget),
            "vote": vote_of(self.budget),
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # What was read is what is published: a change in between is read again.
        if request.POST.get("sha256") != digest(prepared_text(self.budget)):
            return self.refused(_("The settings changed meanwhile. Read the rules once more."))
        try:
            version = publish_rules(
                budget=self.budget,
                by=self.officer,
                at=timezone.now(),
                reason=request.POST.get("reason", "")[:600],
            )
        except Refused as refused:
            return self.refused(refused.reason.label)
        said = _("The rules are published: version %(number)s.") % {"number": version.number}
        return self.said(said, self.desk_url)


class AmendRulesView(BudgetScreen):
    """Changes in public, with a reason, what may change of a vote that has begun."""

    template_name = "budgets/admin/amend_rules.html"
    title = gettext_lazy("Amend in public")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "form": RulesAmendmentForm(instance=self.budget),
            "vote": vote_of(self.budget),
            "amendments": self.budget.amendments.all(),
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RulesAmendmentForm(request.POST, instance=self.budget)
        if not form.is_valid():
            return self.refused(_("Nothing was changed: see what is to be corrected."), form=form)
        try:
            amend_rules(
                budget=self.budget,
                changes=form.changes(),
                reason=form.cleaned_data["reason"],
                by=self.officer,
                at=timezone.now(),
            )
        except Refused as refused:
            return self.refused(refused.reason.label, form=form)
        except ValidationError as error:
            return self.refused(" ".join(error.messages), form=form)
        return self.said(_("The change is public."), self.desk_url)
