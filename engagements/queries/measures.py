"""How far a commitment is: its steps in words, its figures as bars, without a query of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from ..enums import MilestoneState
from ..models import CommitmentUpdate, Indicator, IndicatorValue, Milestone
from ..progress_rules import bar_width, milestone_state
from .story import root_of

# Bars shown at once; the older ones of a long series are one press away.
SHOWN = 12
PERCENT = "%"
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class MilestoneLine:
    """A step and what became of it."""

    milestone: Milestone
    state: MilestoneState


@dataclass(frozen=True)
class Milestones:
    """The steps of a commitment, in their order."""

    lines: list[MilestoneLine]

    def __bool__(self) -> bool:
        return bool(self.lines)

    @property
    def reached(self) -> int:
        """How many are reached."""
        return sum(line.state is MilestoneState.REACHED for line in self.lines)

    @property
    def total(self) -> int:
        """How many were announced."""
        return len(self.lines)


@dataclass(frozen=True)
class Point:
    """What was measured on a day, and what was published before it was corrected."""

    day: date
    value: Decimal
    width: Decimal
    corrected: list[Decimal] = field(default_factory=list)
    is_latest: bool = False


@dataclass(frozen=True)
class Chart:
    """An indicator as a table of bars, the oldest figure first."""

    indicator: Indicator
    points: list[Point]
    goal_width: Decimal

    @property
    def recent(self) -> list[Point]:
        """The figures shown at once."""
        return self.points[-SHOWN:]

    @property
    def earlier(self) -> list[Point]:
        """The older ones of a long series."""
        return self.points[:-SHOWN]

    @property
    def first(self) -> Point | None:
        """The oldest figure, when there is one."""
        return self.points[0] if self.points else None

    @property
    def latest(self) -> Point | None:
        """The newest figure, when there is one."""
        return self.points[-1] if self.points else None


def milestones_of(milestones: Iterable[Milestone], at: date | datetime) -> Milestones:
    """Return the steps with their state at this moment."""
    return Milestones(
        [
            MilestoneLine(
                one,
                milestone_state(one.reached_on, one.planned_on, at, one.planned_precision),
            )
            for one in milestones
        ]
    )


def charts_of(indicators: Iterable[Indicator], updates: Iterable[CommitmentUpdate]) -> list[Chart]:
    """Return the indicators as charts; the figures were read with them.

    A correction takes the place of the figure that it corrects, which is kept beside it.
    """
    by_pk = {update.pk: update for update in updates}
    return [_chart(indicator, by_pk) for indicator in indicators]


def _chart(indicator: Indicator, by_pk: dict[int, CommitmentUpdate]) -> Chart:
    said: dict[date, list[Decimal]] = {}
    figures = list(indicator.figures.all())
    days = {figure.update_id: figure.measured_on for figure in figures}
    for figure in sorted(figures, key=lambda one: one.pk):
        said.setdefault(_measured_on(figure, by_pk, days), []).append(figure.value)
    highest = _scale(indicator, [values[-1] for values in said.values()])
    ordered = sorted(said)
    points = [
        Point(
            day,
            said[day][-1],
            bar_width(said[day][-1], highest),
            corrected=[value for value in said[day][:-1] if value != said[day][-1]],
            is_latest=day == ordered[-1],
        )
        for day in ordered
    ]
    goal = indicator.target
    return Chart(indicator, points, bar_width(goal, highest) if goal is not None else HUNDRED)


def _measured_on(
    figure: IndicatorValue, by_pk: dict[int, CommitmentUpdate], days: dict[int, date]
) -> date:
    """The day of the figure that this one corrects, or its own."""
    update = by_pk.get(figure.update_id)
    if update is None or update.corrects_id is None:
        return figure.measured_on
    return days.get(root_of(update, by_pk).pk, figure.measured_on)


def _scale(indicator: Indicator, values: list[Decimal]) -> Decimal:
    """What the longest bar stands for: all of a share, otherwise the highest figure or target."""
    highest = max([*values, indicator.target or Decimal(0)], default=Decimal(0))
    return max(highest, HUNDRED) if indicator.unit.strip() == PERCENT else highest
