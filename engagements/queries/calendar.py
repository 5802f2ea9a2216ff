"""The calendar of the commitments: by planned period, and on a line of years."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from ..models import Period, PriorityPage
from ..rules import day_of, last_day
from .board import Board, BoardFilters, board, board_rows
from .rows import BoardRow

# The drawing, in units of its own: a line of a commitment, the margin on the left of the years.
LINE, LEFT, WIDTH, TOP = 18, 44, 1000, 34
_HALF = 6


@dataclass(frozen=True)
class PeriodLine:
    """The commitments of a priority in a period."""

    priority: PriorityPage
    rows: list[BoardRow]


@dataclass(frozen=True)
class PeriodRows:
    """A planned period with its commitments by priority; no period stands for not published."""

    period: Period | None
    lines: list[PeriodLine]

    @property
    def total(self) -> int:
        """How many commitments are planned in it."""
        return sum(len(line.rows) for line in self.lines)


@dataclass(frozen=True)
class Bar:
    """A commitment in the drawing: from its start to its due date, then to the new one."""

    row: BoardRow
    y: int
    x: float
    end: float
    new_end: float | None

    @property
    def middle(self) -> int:
        """Where its marks are, from the top."""
        return self.y + _HALF

    @property
    def width(self) -> float:
        """The length of its bar."""
        return round(self.end - self.x, 1)

    @property
    def slip(self) -> float:
        """The length from the first due date to the new one."""
        return round(self.new_end - self.end, 1) if self.new_end else 0


@dataclass(frozen=True)
class Drawing:
    """The line of years: what the table says, to be seen at a glance."""

    years: list[tuple[int, float]]
    bars: list[Bar]
    today: float | None
    height: int
    width: int = WIDTH


@dataclass(frozen=True)
class Calendar:
    """The commitments by planned period; the totals add up to all of them."""

    board: Board
    periods: list[PeriodRows]
    drawing: Drawing | None


def calendar(
    at: date | datetime,
    filters: BoardFilters | None = None,
    rows: list[BoardRow] | None = None,
) -> Calendar:
    """Return the calendar at this moment, of what the filters keep."""
    rows = board_rows(at) if rows is None else rows
    found = board(at, filters, rows)
    kept = [row for group in found.priorities for row in group.rows]
    return Calendar(board=found, periods=_periods(kept), drawing=_drawing(kept, at))


def _periods(rows: list[BoardRow]) -> list[PeriodRows]:
    ordered = sorted(rows, key=_place)
    return [
        PeriodRows(period, _lines(list(group)))
        for period, group in groupby(ordered, key=lambda row: row.commitment.period)
    ]


def _place(row: BoardRow) -> tuple[bool, int, str]:
    """Periods in their order, what has none last; rows of one period keep the board's order."""
    period = row.commitment.period
    return (True, 0, "") if period is None else (False, period.sort_order, period.key)


def _lines(rows: list[BoardRow]) -> list[PeriodLine]:
    lines = []
    for _pk, group in groupby(rows, key=lambda row: row.commitment.objective.priority_id):
        listed = list(group)
        lines.append(PeriodLine(listed[0].commitment.objective.priority, listed))
    return lines


def _drawing(rows: list[BoardRow], at: date | datetime) -> Drawing | None:
    """Draw those whose due date is published, in the order of the board; none, no drawing."""
    dated = [row for row in rows if row.commitment.due_on]
    if not dated:
        return None
    ends = [day for row in dated for day in _days(row)]
    years = range(min(ends).year, max(ends).year + 1)
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)

    def x(day: date) -> float:
        share = (day - first).days / (last - first).days
        return round(LEFT + share * (WIDTH - LEFT), 1)

    today = day_of(at)
    return Drawing(
        years=[(year, x(date(year, 1, 1))) for year in years],
        bars=[_bar(row, place, x, first) for place, row in enumerate(dated)],
        today=x(today) if first <= today <= last else None,
        height=TOP + LINE * len(dated) + 8,
    )


def _bar(row: BoardRow, place: int, x: Callable[[date], float], first: date) -> Bar:
    commitment = row.commitment
    start = commitment.starts_on
    end = x(_end(row))
    revised = commitment.revised_due_on
    new_end = x(last_day(revised, commitment.revised_due_precision)) if revised else None
    # Without a published start only the end is known: the mark alone is drawn.
    begin = min(x(max(start, first)), end) if start else end
    return Bar(row, TOP + LINE * place, begin, end, new_end)


def _end(row: BoardRow) -> date:
    """The last day of the first due date; asked of rows that have one."""
    return last_day(row.commitment.due_on, row.commitment.due_precision)  # type: ignore[arg-type]


def _days(row: BoardRow) -> list[date]:
    commitment = row.commitment
    days = [_end(row)]
    if commitment.starts_on:
        days.append(commitment.starts_on)
    if commitment.revised_due_on:
        days.append(last_day(commitment.revised_due_on, commitment.revised_due_precision))
    return days
