"""Reading the projects of a budget: the funnel, the public list, one project with its story."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from ...models import Activity, Contribution
from ..enums import VOTED_STAGES, ProjectStage
from ..models import (
    BallotBox,
    FeasibilityStudy,
    IdeaConsent,
    ParticipatoryBudget,
    Project,
    StudyAnswer,
)
from ..project_rules import Vote

_S = ProjectStage
# A step of the funnel counts whatever reached it, wherever it stands now.
_STUDIED = (_S.ADMISSIBLE, _S.UNFEASIBLE, *VOTED_STAGES)
FUNNEL: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("deposes", tuple(ProjectStage.values)),
    ("recevables", _STUDIED),
    ("soumis-au-vote", VOTED_STAGES),
    ("elus", (_S.ELECTED,)),
)
# Those that stopped on the way, each with its criterion and its explanation.
STOPPED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("non-recevables", (_S.INADMISSIBLE,)),
    ("non-realisables", (_S.UNFEASIBLE,)),
    ("regroupes", (_S.MERGED,)),
    ("retires", (_S.WITHDRAWN, _S.WITHDRAWN_FROM_VOTE)),
)
STEPS: dict[str, tuple[str, ...]] = dict((*FUNNEL, *STOPPED))
ORDERS: dict[str, tuple[str, ...]] = {
    "numero": ("number",),
    "titre": ("title", "number"),
    "cout": ("cost", "number"),
    "cout-decroissant": ("-cost", "number"),
}


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One step: its short name in addresses, how many projects reached it or stopped there."""

    key: str
    count: int
    # Width of its bar, out of 300.
    width: int = 0


@dataclass(frozen=True, slots=True)
class Funnel:
    """From the ideas deposited to the projects elected, and what stopped on the way."""

    steps: list[FunnelStep]
    stopped: list[FunnelStep]

    @property
    def total(self) -> int:
        return self.steps[0].count


def vote_of(budget: ParticipatoryBudget) -> Vote:
    """Where the vote stands, asked of the database now."""
    box = BallotBox.objects.filter(budget_id=budget.pk).values("sealed_at").first()
    return Vote(opened=box is not None, sealed=bool(box and box["sealed_at"]))


def envelope_of(activity: Activity) -> int:
    """What an activity that is a budget shares in all, in euros; two queries at most."""
    budget = ParticipatoryBudget.objects.filter(pk=activity.pk).first()
    return budget.total_envelope if budget else 0


def funnel_of(budget: ParticipatoryBudget) -> Funnel:
    """How many public projects reached each step; one query."""
    rows = Project.objects.public().filter(budget=budget).order_by()
    counts = dict(rows.values_list("stage").annotate(n=Count("pk")))
    total = sum(counts.values())

    def step(key: str, stages: tuple[str, ...]) -> FunnelStep:
        count = sum(counts.get(one, 0) for one in stages)
        return FunnelStep(key, count, round(300 * count / total) if total else 0)

    shown = [step(key, stages) for key, stages in FUNNEL]
    # Nobody is elected before the count: no zero that would look like a result.
    if not any(counts.get(one) for one in (_S.ELECTED, _S.NOT_ELECTED)):
        shown = shown[:-1]
    return Funnel(
        steps=shown,
        stopped=[one for one in (step(*line) for line in STOPPED) if one.count],
    )


def listed_projects(
    budget: ParticipatoryBudget, *, step: str = "", district: str = "", order: str = "numero"
) -> QuerySet[Project]:
    """The public projects of a budget, with what a line of the list shows."""
    # By the budget: each project then knows it, and its address, without asking.
    found = budget.projects.public()
    if step:
        found = found.filter(stage__in=STEPS[step])
    if district:
        found = found.filter(district__code=district)
    return found.select_related("district", "merged_into").order_by(*ORDERS[order])


def public_project(budget: ParticipatoryBudget, number: int) -> Project | None:
    """A public project with its story: decisions, study, ideas, what is grouped under it."""
    answers = StudyAnswer.objects.select_related("idea")
    published = FeasibilityStudy.objects.filter(published_at__isnull=False)
    found = budget.projects.public().filter(number=number)
    return (
        found.select_related("district", "department", "image", "merged_into")
        .prefetch_related(
            "decisions__department",
            Prefetch("studies", published.select_related("department")),
            Prefetch("studies__answers", answers),
            Prefetch("ideas", Contribution.objects.citable().select_related("activity")),
            Prefetch("merged", Project.objects.public()),
        )
        .first()
    )


def consents_of(project: Project) -> list[IdeaConsent]:
    """What the authors of its ideas were asked, and said."""
    return list(project.consents.select_related("idea__author", "idea__activity", "recorded_by"))


def published_study(project: Project) -> FeasibilityStudy | None:
    """The study that holds: the latest published."""
    return project.studies.filter(published_at__isnull=False).first()


def is_found_feasible(project: Project) -> bool:
    """Whether the study that holds finds it feasible."""
    study = published_study(project)
    return bool(study and study.is_feasible)


def due_studies(at: datetime) -> QuerySet[FeasibilityStudy]:
    """Studies sent whose authors had the time to answer."""
    return FeasibilityStudy.objects.filter(
        published_at__isnull=True,
        sent_at__isnull=False,
        answer_due_on__lt=at.date(),
        project__stage=_S.ADMISSIBLE,
    ).select_related("project__budget")


def waiting(departments: list[Any] | None) -> Q:
    """What waits for somebody: to be judged, or studied; of these departments, or of all."""
    to_do = Q(stage__in=(_S.DEPOSITED, _S.ADMISSIBLE))
    return to_do if departments is None else to_do & Q(department__in=departments)


def pickable_ideas(budget: ParticipatoryBudget) -> QuerySet[Contribution]:
    """The public ideas of the call, each with the projects it already feeds."""
    if budget.call_id is None:
        return Contribution.objects.none()
    ideas = Contribution.objects.citable().filter(activity_id=budget.call_id)
    return ideas.prefetch_related("budget_projects").order_by("-support_count", "number")
