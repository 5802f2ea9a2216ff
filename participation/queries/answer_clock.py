"""The answer clock: what the city answered, what waits, what is late, and how long it took.

Public calls only, the same for every reader, so that each figure can be computed again from
/participer/reponses.csv. The database counts: no contribution is loaded for the page.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    DurationField,
    Expression,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    QuerySet,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from engagements.models import Department

from ..models import Activity, Contribution

_DAY = timedelta(days=1)


class _WholeDays(Func):
    """The whole days of a duration, on both databases."""

    template = "%(expressions)s / 86400000000"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, database: Any, **context: Any) -> Any:
        template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s) / 86400)::integer"
        return super().as_sql(compiler, database, template=template, **context)


def whole_days(start: datetime, end: datetime) -> int:
    """The whole days between two moments; none when the second comes first."""
    return max(0, (end - start) // _DAY)


def counted() -> "QuerySet[Contribution]":
    """The contributions that the clock counts: published, in public calls that promised answers.

    Calls older than the portal are left out: their answers are not known here.
    """
    public = Contribution.objects.visible_to(None).owed_answers()
    return public.filter(activity__period_label="")


@dataclass
class Figures:
    """What became of the contributions of a department, of a call, or of all."""

    name: str = ""
    url: str = ""
    due_on: date | None = None
    # Where each contribution has its own clock: the days it runs.
    each_within: int | None = None
    delays: Counter[int] = field(default_factory=Counter)
    waiting_count: int = 0
    late_count: int = 0
    oldest_delay: int = 0

    @property
    def answered_count(self) -> int:
        """How many were answered for good."""
        return sum(self.delays.values())

    @property
    def count(self) -> int:
        """How many there are."""
        return self.answered_count + self.waiting_count

    @property
    def median_delay(self) -> int | None:
        """The days within which half of the answers came: the lower of two middle ones."""
        middle, seen = (self.answered_count + 1) // 2, 0
        for days in sorted(self.delays):
            seen += self.delays[days]
            if seen >= middle:
                return days
        return None

    def add(self, count: int, days: int | None, late_days: int) -> None:
        """Counts so many contributions, answered within `days` or late by `late_days`."""
        if days is not None:
            self.delays[max(0, days)] += count
            return
        self.waiting_count += count
        if late_days > 0:
            self.late_count += count
            self.oldest_delay = max(self.oldest_delay, late_days)


@dataclass
class Clock:
    """The figures of all, of each department and of each call; the latest ones first."""

    total: Figures
    departments: list[Figures]
    calls: list[Figures]


def answer_clock(today: date) -> Clock:
    """The clock on this day, by three queries whatever the number of contributions."""
    rows = list(_grouped())
    activities = Activity.objects.in_bulk({row[0] for row in rows})
    departments = Department.objects.in_bulk({row[1] for row in rows if row[1]})
    total = Figures()
    by_department = {pk: Figures(name=one.name) for pk, one in departments.items()}
    by_department[None] = Figures()
    by_call = {
        pk: Figures(name=one.title, url=one.url, due_on=one.answer_by, each_within=one.answer_days)
        for pk, one in activities.items()
    }
    for activity, department, days, published_on, count in rows:
        due_on = _due(
            activities[activity].answer_by, activities[activity].answer_days, published_on
        )
        late_days = (today - due_on).days if due_on else 0
        for figures in (total, by_department[department], by_call[activity]):
            figures.add(count, days, late_days)
    return Clock(total, _ordered(by_department.values()), _ordered(by_call.values()))


def _due(answer_by: date | None, answer_days: int | None, published_on: date | None) -> date | None:
    """The day by which an answer is due, as `clock.answer_due` says of one contribution."""
    if answer_days is None or published_on is None:
        return answer_by
    return published_on + answer_days * _DAY


def _grouped() -> Iterator[tuple[int, int | None, int | None, date | None, int]]:
    """How many contributions there are by call, department and delay: few rows, one query.

    By day of publication too, where an answer is still owed so many days after it.
    """
    delay: Expression = _WholeDays(
        ExpressionWrapper(F("answered_at") - F("published_at"), output_field=DurationField())
    )
    groups = counted().annotate(clock_department=department_column(), clock_days=delay)
    owed = When(
        activity__answer_days__isnull=False,
        answered_at__isnull=True,
        then=TruncDate("published_at"),
    )
    groups = groups.annotate(clock_day=Case(owed, default=None, output_field=DateField()))
    columns = ("activity", "clock_department", "clock_days", "clock_day")
    rows = groups.order_by().values_list(*columns)
    yield from rows.annotate(n=Count("pk"))


def department_column() -> Coalesce:
    """The department that answers: the one it was entrusted to, else the one of the call."""
    return Coalesce("assignment__department", "activity__department")


def _ordered(figures: Iterable[Figures]) -> list[Figures]:
    """Lateness is content: who is late comes first, the oldest delay before."""
    kept = [one for one in figures if one.count]
    return sorted(kept, key=lambda one: (-one.oldest_delay, -one.late_count, one.name))


def clock_rows() -> Iterator[tuple[Any, ...]]:
    """Every contribution the clock counts, for the open data; no word and no name of anybody."""
    columns = (
        "activity__title",
        "number",
        "published_at",
        "activity__answer_by",
        "activity__answer_days",
        "answered_at",
        "verdict",
        "clock_department",
    )
    rows = counted().annotate(
        clock_department=Coalesce("assignment__department__name", "activity__department__name")
    )
    # A cursor that stays open, where the database has one; memory stays bounded on both.
    for row in rows.order_by("activity", "number").values_list(*columns).iterator(2_000):
        call, number, published_at, answer_by, within, answered_at, verdict, department = row
        due_on = _due(answer_by, within, timezone.localdate(published_at))
        days = whole_days(published_at, answered_at) if answered_at else None
        yield call, number, published_at, due_on, answered_at, verdict, department, days
