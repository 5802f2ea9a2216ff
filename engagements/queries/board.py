"""Reading the commitments: the board, the progress shown on the home page, one commitment.

Every function makes the same number of queries whatever the number of items.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from portal.cms.folding import fold

from ..enums import DisplayState
from ..models import (
    AxisPage,
    Commitment,
    CommitmentUpdate,
    Objective,
    Period,
    PriorityPage,
    ValuePage,
)
from ..registry import Origin, origins_for_commitments, origins_for_priorities
from .pages import on_show, values_with_axes


@dataclass(frozen=True)
class BoardFilters:
    """What a reader asked to see of the board; empty means everything."""

    priority: int | None = None
    state: DisplayState | None = None
    period: str = ""
    q: str = ""

    def __bool__(self) -> bool:
        return bool(self.priority or self.state or self.period or self.q)


@dataclass(frozen=True)
class BoardRow:
    """One commitment and the state in which the public reads it."""

    commitment: Commitment
    state: DisplayState

    latest: CommitmentUpdate | None = None

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


@dataclass(frozen=True)
class Board:
    """The whole board: counters of everything, late ones, and what the filters keep."""

    at: date | datetime
    filters: BoardFilters
    counts: list[StateCount]
    total: int
    shown: int
    objectives_total: int
    late: list[BoardRow]
    priorities: list[PriorityRows]
    all_priorities: list[PriorityPage]


@dataclass(frozen=True)
class Progress:
    """The state of all commitments: counters and tiles by priority."""

    at: date | datetime
    counts: list[StateCount]
    total: int
    priorities: list[PriorityRows]


@dataclass(frozen=True)
class CommitmentDetail:
    """One commitment with its story, its values and the ideas behind it."""

    commitment: Commitment
    state: DisplayState
    updates: list[CommitmentUpdate]
    values: list[ValuePage]
    values_from_priority: bool
    axes: list[AxisPage]
    origins: list[Origin]
    previous_number: int | None
    next_number: int | None

    @property
    def latest(self) -> CommitmentUpdate | None:
        """The most recent news, when there is one."""
        return self.updates[0] if self.updates else None

    @property
    def earlier(self) -> list[CommitmentUpdate]:
        """The news before the most recent one."""
        return self.updates[1:]

    @property
    def row(self) -> BoardRow:
        """The same commitment as a row of the board."""
        return BoardRow(self.commitment, self.state, self.latest)


@dataclass(frozen=True)
class ValueCommitments:
    """The commitments of a value: those that cite it, those whose priority cites it."""

    direct: list[BoardRow] = field(default_factory=list)
    by_priority: list[PriorityRows] = field(default_factory=list)


def commitments_on_display() -> QuerySet[Commitment]:
    """Commitments everybody may read, with what a row shows, in the order of the board."""
    return _in_rows(Commitment.objects.on_display())


def commitments_followed() -> QuerySet[Commitment]:
    """The same for those who report on them: priorities behind Wagtail's privacy too."""
    return _in_rows(Commitment.objects.of_published_priorities())


def _in_rows(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    return commitments.select_related("objective__priority", "lead_department", "period").order_by(
        "objective__priority__number", "objective__number", "number"
    )


def board(at: date | datetime, filters: BoardFilters | None = None) -> Board:
    """Return the board at this moment. The counters are those of all commitments."""
    filters = filters or BoardFilters()
    rows = _rows(commitments_on_display(), at)
    kept = _kept(rows, filters)
    late = [row for row in rows if row.state is DisplayState.LATE]
    everything = _by_priority(rows, rows)
    return Board(
        at=at,
        filters=filters,
        counts=_counts(rows),
        total=len(rows),
        shown=len(kept),
        objectives_total=sum(len(group.objectives) for group in everything),
        late=_with_latest_update(sorted(late, key=lambda row: row.commitment.number)),
        priorities=_by_priority(kept, rows),
        all_priorities=[group.priority for group in everything],
    )


def progress(at: date | datetime) -> Progress:
    """Return counters and tiles of all commitments at this moment, in one query."""
    rows = _rows(commitments_on_display(), at)
    return Progress(
        at=at, counts=_counts(rows), total=len(rows), priorities=_by_priority(rows, rows)
    )


def commitment_detail(number: int, at: datetime, user: Any) -> CommitmentDetail | None:
    """Return everything the page of a commitment shows, or None when it is not on display."""
    commitment = (
        commitments_on_display()
        .filter(number=number)
        .prefetch_related(
            Prefetch(
                "updates",
                queryset=CommitmentUpdate.objects.order_by("-reported_on", "-pk").prefetch_related(
                    "evidence__document"
                ),
            )
        )
        .prefetch_related(
            Prefetch("values", queryset=values_with_axes()),
            Prefetch("axes", queryset=on_show(AxisPage.objects.order_by("number"))),
            Prefetch("objective__priority__values", queryset=values_with_axes()),
            "associated_departments",
        )
        .first()
    )
    if commitment is None:
        return None
    own_values = list(commitment.values.all())
    numbers = Commitment.objects.on_display().values_list("number", flat=True)
    return CommitmentDetail(
        commitment=commitment,
        state=commitment.state(at),
        updates=list(commitment.updates.all()),
        values=own_values or list(commitment.objective.priority.values.all()),
        values_from_priority=not own_values,
        axes=list(commitment.axes.all()),
        origins=origins_for_commitments([commitment.pk], user, at)[commitment.pk],
        previous_number=numbers.filter(number__lt=number).order_by("-number").first(),
        next_number=numbers.filter(number__gt=number).order_by("number").first(),
    )


def found_commitments(q: str) -> list[Commitment]:
    """Return the commitments on display that a search finds, the nearest first."""
    words = fold(q)
    if not words:
        return []
    order = [commitment.pk for commitment in Commitment.objects.all().search(words)]
    shown = {one.pk: one for one in commitments_on_display().filter(pk__in=order)}
    return [shown[pk] for pk in order if pk in shown]


def periods_in_use() -> QuerySet[Period]:
    """Periods that at least one commitment on display is planned in."""
    return (
        Period.objects.filter(commitments__in=Commitment.objects.on_display())
        .distinct()
        .order_by("sort_order", "key")
    )


def commitments_of_priority(priority: PriorityPage, at: date | datetime) -> list[ObjectiveRows]:
    """Return the objectives of a priority, empty ones included, with their commitments."""
    commitments = (
        Commitment.objects.filter(objective__priority=priority)
        .select_related("objective__priority", "lead_department", "period")
        .order_by("number")
    )
    rows: dict[int, list[BoardRow]] = {}
    for row in _rows(commitments, at):
        rows.setdefault(row.commitment.objective_id, []).append(row)
    objectives = Objective.objects.filter(priority=priority).order_by("number")
    return [ObjectiveRows(objective, rows.get(objective.pk, [])) for objective in objectives]


def commitments_of_axis(axis: AxisPage, at: date | datetime) -> list[BoardRow]:
    """Return the commitments that cite an axis."""
    return _rows(commitments_on_display().filter(axes=axis), at)


def commitments_of_value(value: ValuePage, at: date | datetime) -> ValueCommitments:
    """Return the commitments that cite a value, apart from those whose priority cites it."""
    direct_ids = set(value.commitments.values_list("pk", flat=True))
    citing = on_show(PriorityPage.objects.filter(values=value)).values_list("pk", flat=True)
    concerned = Q(pk__in=direct_ids) | Q(objective__priority__in=set(citing))
    rows = _rows(commitments_on_display().filter(concerned), at)
    inherited = [row for row in rows if row.commitment.pk not in direct_ids]
    return ValueCommitments(
        direct=[row for row in rows if row.commitment.pk in direct_ids],
        by_priority=_by_priority(inherited, inherited),
    )


def origins_of_priority(priority: PriorityPage, user: Any, at: datetime) -> list[Origin]:
    """Return the ideas that fed a priority and that this user may read."""
    return origins_for_priorities([priority.pk], user, at)[priority.pk]


def _rows(commitments: Iterable[Commitment], at: date | datetime) -> list[BoardRow]:
    return [BoardRow(commitment, commitment.state(at)) for commitment in commitments]


def _counts(rows: list[BoardRow]) -> list[StateCount]:
    """Count every state; “not reported” only when there is one, so that nothing is hidden."""
    counted = Counter(row.state for row in rows)
    return [
        StateCount(state, counted[state])
        for state in DisplayState
        if counted[state] or state is not DisplayState.UNKNOWN
    ]


def _by_priority(kept: list[BoardRow], rows: list[BoardRow]) -> list[PriorityRows]:
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


def _kept(rows: list[BoardRow], filters: BoardFilters) -> list[BoardRow]:
    words = fold(filters.q).split() if filters.q else []
    return [
        row
        for row in rows
        if (not filters.priority or row.commitment.objective.priority.number == filters.priority)
        and (not filters.state or row.state is filters.state)
        and (not filters.period or _period_key(row) == filters.period)
        and (not filters.q or _says(row.commitment, words))
    ]


def _period_key(row: BoardRow) -> str:
    return row.commitment.period.key if row.commitment.period else ""


def _says(commitment: Commitment, words: list[str]) -> bool:
    told = set(f"{commitment.search_title()} {commitment.search_text()}".split())
    return bool(words) and all(
        word in told or (not word.isdigit() and any(one.startswith(word) for one in told))
        for word in words
    )


def _with_latest_update(rows: list[BoardRow]) -> list[BoardRow]:
    """Return the same rows with the latest update of each, in one query."""
    latest: dict[int, CommitmentUpdate] = {}
    updates = CommitmentUpdate.objects.filter(
        commitment__in=[row.commitment.pk for row in rows]
    ).order_by("reported_on", "pk")
    for update in updates:
        latest[update.commitment_id] = update
    return [replace(row, latest=latest.get(row.commitment.pk)) for row in rows]
