"""Elected projects after the vote: their state, their lateness, their steps and news."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ..count_rules import is_late
from ..enums import ProjectStage, Realisation
from ..models import ParticipatoryBudget, Project, ProjectMilestone, ProjectNews
from .outcome import project_due_on, status_kind


@dataclass(frozen=True)
class Realised:
    """One elected project as it is followed."""

    project: Project
    kind: str
    label: str
    due: date
    late: bool
    milestones: list[ProjectMilestone]
    news: list[ProjectNews]
    # Why the council did not adopt it.
    dropped_because: str = ""

    @property
    def over(self) -> int:
        """Euros spent beyond the cost voted on; negative when less was spent."""
        return (self.project.spent or 0) - (self.project.cost or 0)


def realised(project: Project, at: datetime | None = None) -> Realised | None:
    """What follows one elected project, by four queries; None when it is not elected."""
    if project.stage != ProjectStage.ELECTED:
        return None
    today = timezone.localdate(at) if at else timezone.localdate()
    decision = getattr(project.budget, "council_decision", None)
    refused = project.decisions.filter(stage=ProjectStage.ELECTED).exclude(explanation="")
    return _as_followed(
        project,
        project_due_on(project.budget, decision),
        today,
        list(project.milestones.all()),
        list(project.news.select_related("image")),
        refused.values_list("explanation", flat=True).last() or "",
    )


def _as_followed(
    project: Project,
    due: date,
    today: date,
    milestones: list[ProjectMilestone],
    news: list[ProjectNews],
    dropped_because: str = "",
) -> Realised:
    state = Realisation(project.realisation or Realisation.AWAITED)
    late = is_late(state, due, today)
    return Realised(
        project=project,
        kind="late" if late else status_kind(state),
        label=_("Late") if late else str(state.label),
        due=due,
        late=late,
        milestones=milestones,
        news=news,
        dropped_because=dropped_because,
    )


def followed(budget: ParticipatoryBudget, at: datetime) -> list[Realised]:
    """The elected projects of a budget: late ones first, then by number; three queries."""
    found = Project.objects.filter(budget=budget, stage=ProjectStage.ELECTED)
    projects = list(
        found.select_related("district", "department")
        .prefetch_related("milestones", "news")
        .order_by("number")
    )
    decision = getattr(budget, "council_decision", None)
    due, today = project_due_on(budget, decision), timezone.localdate(at)
    rows = []
    for one in projects:
        one.budget = budget
        rows.append(_as_followed(one, due, today, list(one.milestones.all()), list(one.news.all())))
    return sorted(rows, key=lambda row: (not row.late, row.project.number))
