"""One commitment as the lists show it, and how rows are counted and grouped."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..enums import DisplayState, NewsAge
from ..models import (
    Commitment,
    CommitmentUpdate,
    FollowUpSettings,
    Milestone,
    Objective,
    PriorityPage,
)
from ..progress_rules import EVERY_MONTHS, news_age

# What lists show of a priority; the other columns of its page are read when they are asked for.
_PRIORITY = {"id", "page_ptr", "title", "url_path", "path", "depth", "live", "number", "short_name"}


@dataclass(frozen=True)
class BoardRow:
    """One commitment, the state in which the public reads it, and how old its news are."""

    commitment: Commitment
    state: DisplayState
    latest: CommitmentUpdate | None = None
    news_age: NewsAge = NewsAge.RECENT

    @property
    def is_silent(self) -> bool:
        """Whether there has been no news for longer than there should be."""
        return self.news_age is NewsAge.SILENT

    @property
    def last_reported_on(self) -> date | None:
        """Day of the latest news, when there is one."""
        return self.commitment.last_reported_on

    @property
    def done_on(self) -> date | None:
        """Day of the news that reported it done, for a commitment that is done."""
        if self.state is not DisplayState.DONE:
            return None
        return self.commitment.done_on

    @property
    def said(self) -> tuple[object, ...]:
        """Everything that a row shows, so that a change of any of it is seen."""
        one = self.commitment
        return (
            (one.number, one.wording, str(one.lead_department), self.state.value, self.is_silent),
            (one.due_on, one.due_precision, one.revised_due_on, one.revised_due_precision),
            (one.last_reported_on, self.done_on, self.milestones, self.milestones_reached),
            (one.objective.number, one.objective.label),
            self.latest.pk if self.latest else None,
        )

    @property
    def milestones(self) -> int:
        """How many steps were announced."""
        return getattr(self.commitment, "milestones_announced", 0)

    @property
    def milestones_reached(self) -> int:
        """How many of them are reached."""
        return getattr(self.commitment, "milestones_reached", 0)


@dataclass(frozen=True)
class StateCount:
    """One counter of the tally."""

    state: DisplayState
    count: int

    @property
    def label(self) -> str:
        """Word under the counter, agreeing with the number."""
        return self.state.counted(self.count)


@dataclass(frozen=True)
class ObjectiveRows:
    """An objective and its rows."""

    objective: Objective
    rows: list[BoardRow]


@dataclass(frozen=True)
class PriorityRows:
    """A priority, its objectives and rows; done and total count all of it, filtered or not."""

    priority: PriorityPage
    objectives: list[ObjectiveRows]
    done: int
    total: int

    @property
    def rows(self) -> list[BoardRow]:
        """All the rows of the priority, for the tiles of the mosaic."""
        return [row for group in self.objectives for row in group.rows]


def commitments_on_display() -> QuerySet[Commitment]:
    """Commitments everybody may read, with what a row shows, in the order of the board."""
    return in_rows(Commitment.objects.on_display())


def commitments_followed() -> QuerySet[Commitment]:
    """The same for those who report on them: priorities behind Wagtail's privacy too."""
    return in_rows(Commitment.objects.of_published_priorities())


def in_rows(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Add to these commitments what a row shows, in the same query."""
    steps = Milestone.objects.filter(commitment=OuterRef("pk")).order_by().values("commitment")
    rhythm = FollowUpSettings.objects.filter(site__is_default_site=True).values("every_months")
    return (
        commitments.select_related("objective__priority", "lead_department", "period")
        .defer(*_unread())
        .annotate(
            every_months=Coalesce(Subquery(rhythm[:1]), EVERY_MONTHS, output_field=IntegerField()),
            milestones_announced=_counted(steps.values(found=Count("pk"))),
            milestones_reached=_counted(
                steps.values(found=Count("pk", filter=Q(reached_on__isnull=False)))
            ),
        )
        .order_by("objective__priority__number", "objective__number", "number")
    )


def _unread() -> list[str]:
    fields = PriorityPage._meta.concrete_fields
    return [f"objective__priority__{one.name}" for one in fields if one.name not in _PRIORITY]


def _counted(steps: QuerySet[Milestone, Any]) -> Coalesce:
    return Coalesce(Subquery(steps), 0, output_field=IntegerField())


def row_of(commitment: Commitment, at: date | datetime) -> BoardRow:
    """Return the row of a commitment read with `in_rows`."""
    months = getattr(commitment, "every_months", EVERY_MONTHS)
    age = news_age(commitment.status, commitment.last_reported_on, at, months)
    return BoardRow(commitment, commitment.state(at), news_age=age)


def rows_of(commitments: Iterable[Commitment], at: date | datetime) -> list[BoardRow]:
    """Return the rows of these commitments, in their order."""
    return [row_of(commitment, at) for commitment in commitments]


def counts_of(rows: list[BoardRow]) -> list[StateCount]:
    """Count every state; “not reported” only when there is one, so that nothing is hidden."""
    counted = Counter(row.state for row in rows)
    return [
        StateCount(state, counted[state])
        for state in DisplayState
        if counted[state] or state is not DisplayState.UNKNOWN
    ]


def by_priority(kept: list[BoardRow], rows: list[BoardRow]) -> list[PriorityRows]:
    """Group the rows that are kept; the figures of each priority count all of them."""
    totals = Counter(row.commitment.objective.priority_id for row in rows)
    done = Counter(
        row.commitment.objective.priority_id for row in rows if row.state is DisplayState.DONE
    )
    groups = []
    for pk, of_priority in groupby(kept, key=lambda row: row.commitment.objective.priority_id):
        listed = list(of_priority)
        groups.append(
            PriorityRows(
                priority=listed[0].commitment.objective.priority,
                objectives=_by_objective(listed),
                done=done[pk],
                total=totals[pk],
            )
        )
    return groups


def _by_objective(rows: list[BoardRow]) -> list[ObjectiveRows]:
    return [
        ObjectiveRows(objective, list(group))
        for objective, group in groupby(rows, key=lambda row: row.commitment.objective)
    ]
