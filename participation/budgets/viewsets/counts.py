"""Admin screens after a vote: count now, record the council's decision, follow elected projects.

`wagtail_hooks.py` registers `after_vote_urls` and `count_link`.
"""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.decisions import Refused

from ...registry import DeskLink
from ..actions import realising
from ..actions.counts import count_and_publish
from ..actions.recounts import recount
from ..count_rules import may_count
from ..enums import ProjectStage
from ..forms.realising import CouncilDecisionForm, MilestoneForm, NewsForm, ReachedForm
from ..models import Count, ParticipatoryBudget, Project, ProjectMilestone
from ..queries.due import waits_until
from ..queries.realisations import followed, realised
from ..queries.turnout import paper_progress, unsigned_batches

if TYPE_CHECKING:
    from ...models import Activity

CONDUCT = "budgets.conduct_budget"


class _Screen(WagtailAdminTemplateMixin, TemplateView):
    """A screen of those who conduct budgets: one form at a time, named by its button."""

    header_icon = "list-ol"
    _show_breadcrumbs = True
    doing: dict[str, str] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not user.has_perm(CONDUCT):
            raise PermissionDenied
        self.officer = user
        self.find(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        """Finds what the screen is about. Raises Http404."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the dashboard of the vote, this screen."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*items, self.trail(), here]

    def trail(self) -> dict[str, str]:
        """Where one comes from."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = self.doing.get(request.POST.get("action", ""))
        if name is None:
            raise PermissionDenied
        try:
            done: HttpResponse = getattr(self, name)(request)
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(request.path)
        return done

    def again(self, **forms: BaseForm) -> HttpResponse:
        """The screen once more, with what is to be corrected."""
        messages.error(self.request, _("Nothing was changed: see what is to be corrected below."))
        return self.render_to_response(self.get_context_data(**forms))

    def said(self, words: str) -> HttpResponse:
        messages.success(self.request, words)
        return HttpResponseRedirect(self.request.path)


class CountScreen(_Screen):
    """Where a vote stands after closing: papers awaited, the count, recounts, the council."""

    template_name = "budgets/admin/count.html"
    page_title = gettext_lazy("Count and what follows")
    doing = {"count": "_count", "recount": "_recount", "decide": "_decide"}

    def find(self, pk: int) -> None:
        found = ParticipatoryBudget.objects.select_related("tally", "box", "council_decision")
        self.budget: ParticipatoryBudget = get_object_or_404(found, pk=pk)

    def get_page_subtitle(self) -> str:
        return self.budget.title

    def trail(self) -> dict[str, str]:
        label = _("%(title)s: dashboard") % {"title": self.budget.title}
        return {"url": reverse("budget_desk:index", args=[self.budget.pk]), "label": label}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        budget, at = self.budget, timezone.now()
        box = getattr(budget, "box", None)
        count = Count.objects.filter(budget=budget).first()
        decision = getattr(budget, "council_decision", None)
        batches = unsigned_batches(budget)
        voters, signed = paper_progress(budget)
        rows = followed(budget, at) if count else []
        form = CouncilDecisionForm(projects=[row.project for row in rows], prefix="decision")
        context = {
            "budget": budget,
            "at": at,
            "box": box,
            "count": count,
            "may_count": may_count(box, unsigned_batches=batches),
            "batches": batches,
            "papers_missing": max(voters - signed, 0),
            "counts_at": budget.on_paper and at < (waited := waits_until(budget)) and waited,
            "recount": count.recounts.first() if count else None,
            "decision": decision,
            "rows": rows,
            "decision_form": form if count and not decision else None,
            **kwargs,
        }
        return super().get_context_data(**context)

    def _count(self, request: HttpRequest) -> HttpResponse:
        count_and_publish(budget=self.budget, by=self.officer, at=timezone.now())
        return self.said(_("The vote is counted; the results are public."))

    def _recount(self, request: HttpRequest) -> HttpResponse:
        count = get_object_or_404(Count, budget=self.budget)
        made = recount(count=count, at=timezone.now())
        if made.is_identical:
            return self.said(_("The recount found the same result."))
        messages.error(request, _("The recount does not find the published result."))
        return HttpResponseRedirect(request.path)

    def _decide(self, request: HttpRequest) -> HttpResponse:
        elected = Project.objects.filter(budget=self.budget, stage=ProjectStage.ELECTED)
        form = CouncilDecisionForm(request.POST, projects=elected, prefix="decision")
        if not form.is_valid():
            return self.again(decision_form=form)
        realising.record_decision(
            budget=self.budget,
            facts=form.facts(),
            dropped=form.dropped(),
            by=self.officer,
            at=timezone.now(),
        )
        return self.said(_("The decision of the council is public."))


class RealisationScreen(_Screen):
    """An elected project: its steps, its news."""

    template_name = "budgets/admin/realisation.html"
    page_title = gettext_lazy("Works of an elected project")
    doing = {"milestone": "_milestone", "reached": "_reached", "news": "_news"}

    def find(self, pk: int) -> None:
        found = Project.objects.filter(stage=ProjectStage.ELECTED).select_related("budget")
        self.project: Project = get_object_or_404(found, pk=pk)

    def get_page_subtitle(self) -> str:
        return str(self.project)

    def trail(self) -> dict[str, str]:
        url = reverse("budgets_count", args=[self.project.budget_id])
        return {"url": url, "label": str(CountScreen.page_title)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        steps = list(self.project.milestones.all())
        context = {
            "project": self.project,
            "followed": realised(self.project, timezone.now()),
            "steps": [(one, _reached_form(one)) for one in steps],
            "milestone_form": MilestoneForm(prefix="milestone"),
            "news_form": NewsForm(
                prefix="news",
                initial={"realisation": self.project.realisation, "spent": self.project.spent},
            ),
            "count_url": reverse("budgets_count", args=[self.project.budget_id]),
            **kwargs,
        }
        return super().get_context_data(**context)

    def _milestone(self, request: HttpRequest) -> HttpResponse:
        form = MilestoneForm(request.POST, prefix="milestone")
        if not form.is_valid():
            return self.again(milestone_form=form)
        realising.add_milestone(project=self.project, **form.cleaned_data)
        return self.said(_("The step is public."))

    def _reached(self, request: HttpRequest) -> HttpResponse:
        form = ReachedForm(request.POST)
        if not form.is_valid():
            return self.again()
        step = get_object_or_404(
            ProjectMilestone, pk=form.cleaned_data["milestone"], project=self.project
        )
        realising.reach_milestone(milestone=step, reached_on=form.cleaned_data["reached_on"])
        return self.said(_("The step is changed."))

    def _news(self, request: HttpRequest) -> HttpResponse:
        form = NewsForm(request.POST, prefix="news")
        if not form.is_valid():
            return self.again(news_form=form)
        realising.publish_news(
            project=self.project, by=self.officer, at=timezone.now(), **form.cleaned_data
        )
        return self.said(_("The news is public; those who follow the project are told."))


def _reached_form(step: ProjectMilestone) -> ReachedForm:
    return ReachedForm(
        initial={"milestone": step.pk, "reached_on": step.reached_on},
        auto_id=f"reached_{step.pk}_%s",
    )


def after_vote_urls() -> list[Any]:
    """The addresses of these screens, in the admin."""
    return [
        path("budgets/<int:pk>/depouillement/", CountScreen.as_view(), name="budgets_count"),
        path(
            "budgets/projets/<int:pk>/realisation/",
            RealisationScreen.as_view(),
            name="budgets_realisation",
        ),
    ]


def _count_url(activity: "Activity", user: User) -> str | None:
    if activity.mechanism_name != "budgets" or not user.has_perm(CONDUCT):
        return None
    return reverse("budgets_count", args=[activity.pk])


def _vote_url(activity: "Activity", user: User) -> str | None:
    if activity.mechanism_name != "budgets" or not user.has_perm(CONDUCT):
        return None
    return reverse("budget_desk:index", args=[activity.pk])


def _projects_url(activity: "Activity", user: User) -> str | None:
    if activity.mechanism_name != "budgets" or not user.has_perm(CONDUCT):
        return None
    return f"{reverse('budget_projects:index')}?budget={activity.pk}"


LINKS = (
    DeskLink(gettext_lazy("Rules and dashboard of the vote"), "tasks", _vote_url, order=10),
    DeskLink(gettext_lazy("Projects"), "list-ul", _projects_url, order=20),
    DeskLink(gettext_lazy("Count and what follows"), "list-ol", _count_url, order=60),
)
