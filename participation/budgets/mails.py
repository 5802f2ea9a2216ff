"""What is told of a vote once it is counted: to officers, to authors of ideas, to who follows."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from portal.subscriptions.actions import publish_event

from ..models import Contribution
from ..notifications.letters import Letter, address_of, while_readable, why_author
from .enums import ProjectStage
from .models import CouncilDecision, ParticipatoryBudget, Project, ProjectNews

_CONDUCT = "conduct_budget"


def officers() -> list[str]:
    """The addresses of those who conduct budgets, each once."""
    users = get_user_model().objects.filter(is_active=True)
    entitled = Q(groups__permissions__codename=_CONDUCT) | Q(user_permissions__codename=_CONDUCT)
    return sorted(set(users.filter(entitled).values_list("email", flat=True)))


def mail_counts_differ(budget: ParticipatoryBudget) -> None:
    """The two counts do not agree: nothing is published, somebody must look."""
    _alert(
        budget,
        _("The two counts of a vote do not agree"),
        _(
            "The reference count and the fast count gave different results. Nothing is published, "
            "no ballot is lost: the box stays sealed. Call the technical team."
        ),
    )


def mail_recount_differs(budget: ParticipatoryBudget) -> None:
    """The published files do not give the published result any more."""
    _alert(
        budget,
        _("A recount does not find the published result"),
        _(
            "The automatic recount of today does not find the published result, or a published "
            "file was altered. The page of results says so. Run verify_count, then call the "
            "technical team."
        ),
    )


def _alert(budget: ParticipatoryBudget, subject: str, said: str) -> None:
    why = _("You receive this message because you conduct participatory budgets.")
    for address in officers():
        Letter(
            to=address,
            subject=subject,
            paragraphs=[budget.title, said],
            label=_("See the results"),
            path=f"{budget.url}resultats/",
            why=why,
        ).send()


def tell_of_results(budget: ParticipatoryBudget, at: datetime) -> None:
    """Results are public: to who follows the call or a project, and to the authors of ideas."""
    publish_event(
        kind="budget_counted",
        subject=f"activity:{budget.pk}",
        topics=[f"activity:{budget.pk}", "activities"],
        audience=budget.visibility,
        at=at,
        dedup=f"activity:{budget.pk}:counted",
    )
    stages = (ProjectStage.ELECTED, ProjectStage.NOT_ELECTED)
    for project in _with_ideas(Project.objects.filter(budget=budget, stage__in=stages)):
        elected = project.stage == ProjectStage.ELECTED
        kind = "project_elected" if elected else "project_not_elected"
        subject = (
            _("The vote elected a project that comes from your idea")
            if elected
            else _("The vote did not elect a project that comes from your idea")
        )
        said = (
            _("The council now deliberates, then the city carries it out.")
            if elected
            else _("The page of results says how many votes it received, and what was missing.")
        )
        _tell(project, kind, at, f"project:{project.pk}:counted", subject=subject, said=[said])


def tell_of_decision(decision: CouncilDecision, at: datetime) -> None:
    """The council deliberated: what becomes of each elected project."""
    budget = decision.budget
    publish_event(
        kind="budget_decided",
        subject=f"activity:{budget.pk}",
        topics=[f"activity:{budget.pk}"],
        audience=budget.visibility,
        at=at,
        dedup=f"activity:{budget.pk}:decided",
    )
    elected = Project.objects.filter(budget=budget, stage=ProjectStage.ELECTED)
    for project in _with_ideas(elected):
        state = str(project.get_realisation_display())
        _tell(
            project,
            "project_decided",
            at,
            f"project:{project.pk}:decided",
            subject=_("The council decided on a project that comes from your idea"),
            said=[
                _("Deliberation no. %(number)s: %(state)s.")
                % {"number": decision.number, "state": state}
            ],
            summary=state,
        )


def tell_of_news(news: ProjectNews, at: datetime) -> None:
    """An elected project moves on."""
    [project] = _with_ideas(Project.objects.filter(pk=news.project_id))
    _tell(
        project,
        "project_news",
        at,
        f"project:{project.pk}:news:{news.pk}",
        subject=_("News of a project that comes from your idea"),
        said=[str(news.get_realisation_display()), news.text],
        summary=str(news.get_realisation_display()),
    )


def _with_ideas(projects: "QuerySet[Project]") -> Iterable[Project]:
    """The projects with the ideas that they come from and the accounts behind them."""
    ideas = Contribution.objects.select_related("author", "activity")
    return projects.select_related("budget").prefetch_related(Prefetch("ideas", queryset=ideas))


def _tell(
    project: Project,
    kind: str,
    at: datetime,
    dedup: str,
    *,
    subject: str,
    said: list[str],
    summary: str = "",
) -> None:
    """To who follows the project or one of its ideas, and a letter to each author."""
    ideas = list(project.ideas.all())
    publish_event(
        kind=kind,
        subject=f"project:{project.pk}",
        topics=[f"project:{project.pk}", *(f"idea:{one.pk}" for one in ideas)],
        summary=summary,
        audience=project.budget.visibility,
        at=at,
        dedup=dedup,
        told=[address_of(one) for one in ideas],
    )
    for idea in ideas:
        Letter(
            to=address_of(idea),
            subject=subject,
            paragraphs=[project.title, *said],
            label=_("See the project"),
            path=project.url,
            why=why_author(idea),
            delivery=while_readable(idea, idea.author_id),
        ).send()
