"""Reading the board, the progress shown on the home page, and the commitments of a page.

Every function makes the same number of queries whatever the number of items.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from portal.cms.folding import fold

from ..enums import DisplayState, NewsAge
from ..models import AxisPage, Commitment, CommitmentUpdate, Objective, PriorityPage, ValuePage
from ..progress_rules import EVERY_MONTHS
from ..registry import Origin, origins_for_priorities
from ..rules import day_of
from .pages import on_show
from .rows import (
    BoardRow,
    ObjectiveRows,
    PriorityRows,
    StateCount,
    by_priority,
    commitments_on_display,
    counts_of,
    in_rows,
    rows_of,
)

# What an address says of commitments without a department, or without a planned period.
NONE = "aucun"


@dataclass(frozen=True)
class BoardFilters:
    """What a reader asked to see of the board; empty means everything."""

    priority: int | None = None
    state: DisplayState | None = None
    period: str = ""
    q: str = ""
    department: str = ""
    news: NewsAge | None = None

    def __bool__(self) -> bool:
        return any((self.priority, self.state, self.period, self.q, self.department, self.news))


@dataclass(frozen=True)
class Choice:
    """One value of a filter, and how many commitments of the whole board it keeps."""

    value: str
    label: str
    count: int


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
    silent: int
    milestones: int
    milestones_reached: int
    every_months: int

    @property
    def digest(self) -> str:
        """What its lists say today, in short: the same digest, the same page."""
        groups = [
            (group.priority.title, group.priority.short_name, group.priority.url_path)
            + (group.done, group.total, [row.said for row in group.rows])
            for group in self.priorities
        ]
        said = (day_of(self.at), groups, [row.said for row in self.late])
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True)
class Progress:
    """The state of all commitments: counters and tiles by priority."""

    at: date | datetime
    counts: list[StateCount]
    total: int
    priorities: list[PriorityRows]
    silent: int = 0
    milestones: int = 0
    milestones_reached: int = 0
    every_months: int = EVERY_MONTHS


@dataclass(frozen=True)
class ValueCommitments:
    """The commitments of a value: those that cite it, those whose priority cites it."""

    direct: list[BoardRow] = field(default_factory=list)
    by_priority: list[PriorityRows] = field(default_factory=list)


def board_rows(at: date | datetime) -> list[BoardRow]:
    """Return every commitment on display as a row, in the order of the board, in one query."""
    return rows_of(commitments_on_display(), at)


def board(
    at: date | datetime,
    filters: BoardFilters | None = None,
    rows: list[BoardRow] | None = None,
) -> Board:
    """Return the board at this moment. The counters are those of all commitments.

    `rows` are those of `board_rows`, when they were read already.
    """
    filters = filters or BoardFilters()
    rows = board_rows(at) if rows is None else rows
    kept = [row for row in rows if _is_kept(row, filters)]
    late = [row for row in rows if row.state is DisplayState.LATE]
    everything = by_priority(rows, rows)
    return Board(
        at=at,
        filters=filters,
        counts=counts_of(rows),
        total=len(rows),
        shown=len(kept),
        objectives_total=sum(len(group.objectives) for group in everything),
        late=_with_latest_update(sorted(late, key=lambda row: row.commitment.number)),
        priorities=by_priority(kept, rows),
        all_priorities=[group.priority for group in everything],
        silent=sum(row.is_silent for row in rows),
        milestones=sum(row.milestones for row in rows),
        milestones_reached=sum(row.milestones_reached for row in rows),
        every_months=months_between_reviews(rows),
    )


def months_between_reviews(rows: list[BoardRow]) -> int:
    """Return the months after which a commitment without news is called silent."""
    return getattr(rows[0].commitment, "every_months", EVERY_MONTHS) if rows else EVERY_MONTHS


def progress(at: date | datetime) -> Progress:
    """Return counters and tiles of all commitments at this moment, in one query."""
    rows = board_rows(at)
    return Progress(
        at=at,
        counts=counts_of(rows),
        total=len(rows),
        priorities=by_priority(rows, rows),
        silent=sum(row.is_silent for row in rows),
        milestones=sum(row.milestones for row in rows),
        milestones_reached=sum(row.milestones_reached for row in rows),
        every_months=months_between_reviews(rows),
    )


def priorities_of(rows: list[BoardRow]) -> list[Choice]:
    """Return the priorities of the board, each with how many commitments it has."""
    return _choices(rows, _priority, lambda row: _priority_label(row.commitment.objective.priority))


def states_of(rows: list[BoardRow]) -> list[Choice]:
    """Return every state, each with how many commitments are in it."""
    counted = Counter(row.state for row in rows)
    return [Choice(state.slug, str(state.label), counted[state]) for state in DisplayState]


def periods_of(rows: list[BoardRow]) -> list[Choice]:
    """Return the planned periods in their order, each with its commitments; none comes last."""
    planned = [row for row in rows if row.commitment.period]
    planned.sort(key=lambda row: (row.commitment.period.sort_order, _period(row)))  # type: ignore[union-attr]
    return _choices(planned, _period, lambda row: str(row.commitment.period))


def departments_of_board(rows: list[BoardRow]) -> list[Choice]:
    """Return the departments in charge by name, each with its commitments."""
    led = [row for row in rows if row.commitment.lead_department]
    found = _choices(led, _department, lambda row: str(row.commitment.lead_department))
    return sorted(found, key=lambda choice: fold(choice.label))


def _choices(
    rows: list[BoardRow], key: Callable[[BoardRow], str], label: Callable[[BoardRow], str]
) -> list[Choice]:
    counted = Counter(key(row) for row in rows)
    labels = {key(row): label(row) for row in rows}
    return [Choice(value, labels[value], count) for value, count in counted.items()]


def _priority(row: BoardRow) -> str:
    return str(row.commitment.objective.priority.number)


def _priority_label(priority: PriorityPage) -> str:
    return f"{priority.number}. {priority.short_name}"


def _period(row: BoardRow) -> str:
    return row.commitment.period.key if row.commitment.period else NONE


def _department(row: BoardRow) -> str:
    return row.commitment.lead_department.slug if row.commitment.lead_department else NONE


def _is_kept(row: BoardRow, filters: BoardFilters) -> bool:
    return (
        (not filters.priority or row.commitment.objective.priority.number == filters.priority)
        and (not filters.state or row.state is filters.state)
        and (not filters.period or _period(row) == filters.period)
        and (not filters.department or _department(row) == filters.department)
        and (not filters.news or row.news_age is filters.news)
        and (not filters.q or _says(row.commitment, fold(filters.q).split()))
    )


def _says(commitment: Commitment, words: list[str]) -> bool:
    told = set(f"{commitment.search_title()} {commitment.search_text()}".split())
    return bool(words) and all(
        word in told or (not word.isdigit() and any(one.startswith(word) for one in told))
        for word in words
    )


def found_commitments(q: str) -> list[Commitment]:
    """Return the commitments on display that a search finds, the nearest first."""
    words = fold(q)
    if not words:
        return []
    order = [commitment.pk for commitment in Commitment.objects.all().search(words)]
    shown = {one.pk: one for one in commitments_on_display().filter(pk__in=order)}
    return [shown[pk] for pk in order if pk in shown]


def commitments_of_priority(priority: PriorityPage, at: date | datetime) -> list[ObjectiveRows]:
    """Return the objectives of a priority, empty ones included, with their commitments."""
    commitments = in_rows(Commitment.objects.filter(objective__priority=priority))
    rows: dict[int, list[BoardRow]] = {}
    for row in rows_of(commitments, at):
        rows.setdefault(row.commitment.objective_id, []).append(row)
    objectives = Objective.objects.filter(priority=priority).order_by("number")
    return [ObjectiveRows(objective, rows.get(objective.pk, [])) for objective in objectives]


def commitments_of_axis(axis: AxisPage, at: date | datetime) -> list[BoardRow]:
    """Return the commitments that cite an axis."""
    return rows_of(commitments_on_display().filter(axes=axis), at)


def commitments_of_value(value: ValuePage, at: date | datetime) -> ValueCommitments:
    """Return the commitments that cite a value, apart from those whose priority cites it."""
    direct_ids = set(value.commitments.values_list("pk", flat=True))
    citing = on_show(PriorityPage.objects.filter(values=value)).values_list("pk", flat=True)
    concerned = Q(pk__in=direct_ids) | Q(objective__priority__in=set(citing))
    rows = rows_of(commitments_on_display().filter(concerned), at)
    inherited = [row for row in rows if row.commitment.pk not in direct_ids]
    return ValueCommitments(
        direct=[row for row in rows if row.commitment.pk in direct_ids],
        by_priority=by_priority(inherited, inherited),
    )


def origins_of_priority(priority: PriorityPage, user: Any, at: datetime) -> list[Origin]:
    """Return the ideas that fed a priority and that this user may read."""
    return origins_for_priorities([priority.pk], user, at)[priority.pk]


def _with_latest_update(rows: list[BoardRow]) -> list[BoardRow]:
    """Return the same rows with the latest update of each, in one query."""
    newest = CommitmentUpdate.objects.filter(commitment=OuterRef("pk"))
    found = Commitment.objects.filter(pk__in=[row.commitment.pk for row in rows])
    latest = newest.order_by("-reported_on", "-pk").values("pk")[:1]
    wanted = found.order_by().values(latest=Subquery(latest))
    updates = CommitmentUpdate.objects.filter(pk__in=wanted)
    by_commitment = {update.commitment_id: update for update in updates}
    return [replace(row, latest=by_commitment.get(row.commitment.pk)) for row in rows]
