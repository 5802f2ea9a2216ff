"""The public register of moderation: decisions, reasons, delays by activity and half-year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear, RowNumber

from ..enums import Channel, Moderation, RefusalReason
from ..models import Activity, Appeal, ModerationDecision, Report

# An activity in a half-year: its key, the year, 1 or 2.
Cell = tuple[int, int, int]


@dataclass
class RegisterRow:
    """What moderators did in one activity during half a year."""

    activity: Activity
    year: int
    half: int
    published: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    withdrawn: int = 0
    reports: int = 0
    reports_upheld: int = 0
    appeals: int = 0
    appeals_upheld: int = 0
    appeals_dismissed: int = 0
    median_delay: timedelta | None = None

    @property
    def refused_count(self) -> int:
        """How many texts were refused at their first reading."""
        return sum(self.refused.values())

    @property
    def read_count(self) -> int:
        """How many texts were read for the first time."""
        return self.published + self.refused_count

    @property
    def reasons(self) -> list[tuple[RefusalReason, int]]:
        """The reasons of the refusals, in the order of the charter."""
        return [
            (reason, self.refused[reason]) for reason in RefusalReason if self.refused.get(reason)
        ]

    @property
    def appeals_waiting(self) -> int:
        """How many refusals contested then are not decided yet."""
        return self.appeals - self.appeals_upheld - self.appeals_dismissed


@dataclass
class HalfYear:
    """The rows of half a year, and their sum."""

    year: int
    half: int
    rows: list[RegisterRow]

    @property
    def key(self) -> str:
        """A name for anchors: “2026-1”."""
        return f"{self.year}-{self.half}"


def register(seen: Iterable[Activity]) -> list[HalfYear]:
    """The register of the activities a reader may see, the latest first; by four queries.

    First readings count as published or refused; what came after, on a report or an appeal, is
    counted apart. Texts that were imported are no measure of its delays.
    """
    activities = {each.pk: each for each in seen}
    rows: dict[Cell, RegisterRow] = {}

    def row(cell: Cell) -> RegisterRow:
        return rows.setdefault(cell, RegisterRow(activities[cell[0]], cell[1], cell[2]))

    for cell, decision in _decisions(activities):
        _add_decision(row(cell), **decision)
    for cell, (filed, right) in _reports(activities):
        row(cell).reports, row(cell).reports_upheld = filed, right
    for cell, (filed, right, wrong) in _appeals(activities):
        found = row(cell)
        found.appeals, found.appeals_upheld, found.appeals_dismissed = filed, right, wrong
    for cell, delay in _medians(activities).items():
        row(cell).median_delay = delay
    return _by_half_year(rows.values())


def _by_half_year(rows: Iterable[RegisterRow]) -> list[HalfYear]:
    halves: dict[tuple[int, int], list[RegisterRow]] = defaultdict(list)
    for row in rows:
        halves[row.year, row.half].append(row)
    return [
        HalfYear(year, half, sorted(found, key=lambda row: (row.activity.title, row.activity.pk)))
        for (year, half), found in sorted(halves.items(), reverse=True)
    ]


def _add_decision(
    row: RegisterRow, *, decision: str, reason: str, on_report: bool, count: int
) -> None:
    if on_report:
        row.withdrawn += count
    elif decision == Moderation.PUBLISHED:
        row.published += count
    else:
        row.refused[reason] = row.refused.get(reason, 0) + count


def _halved(rows: "QuerySet[Any]", moment: str) -> "QuerySet[Any]":
    """With the year and the half of it in which something happened, in local time."""
    first = When(month__lte=6, then=Value(1))
    return rows.annotate(year=ExtractYear(moment), month=ExtractMonth(moment)).annotate(
        half=Case(first, default=Value(2), output_field=IntegerField())
    )


def _here(activities: Iterable[int]) -> "QuerySet[ModerationDecision]":
    """First readings and withdrawals on this portal; what older calls decided is not known."""
    rows = ModerationDecision.objects.filter(activity__in=list(activities), on_appeal=False)
    return rows.exclude(contribution__channel=Channel.UNRECORDED)


def _decisions(activities: Iterable[int]) -> Iterable[tuple[Cell, dict[str, Any]]]:
    """First readings and withdrawals on report; those on appeal are told by the appeals."""
    rows = _here(activities)
    names = ("activity", "year", "half", "decision", "reason", "on_report")
    counted = _halved(rows, "decided_at").order_by().values(*names).annotate(count=Count("pk"))
    for found in counted:
        cell = found.pop("activity"), found.pop("year"), found.pop("half")
        yield cell, found


def _about(rows: "QuerySet[Any]", activities: Iterable[int]) -> "QuerySet[Any]":
    of = Coalesce("contribution__activity", "comment__contribution__activity")
    return _halved(rows.annotate(of=of).filter(of__in=list(activities)), "filed_at").order_by()


def _reports(activities: Iterable[int]) -> Iterable[tuple[Cell, tuple[int, int]]]:
    rows = _about(Report.objects.all(), activities).values("of", "year", "half")
    for found in rows.annotate(filed=Count("pk"), right=Count("pk", filter=Q(upheld=True))):
        yield (found["of"], found["year"], found["half"]), (found["filed"], found["right"])


def _appeals(activities: Iterable[int]) -> Iterable[tuple[Cell, tuple[int, int, int]]]:
    rows = _about(Appeal.objects.all(), activities).values("of", "year", "half")
    counted = rows.annotate(
        filed=Count("pk"),
        right=Count("pk", filter=Q(upheld=True)),
        wrong=Count("pk", filter=Q(upheld=False)),
    )
    for found in counted:
        cell = found["of"], found["year"], found["half"]
        yield cell, (found["filed"], found["right"], found["wrong"])


def _medians(activities: Iterable[int]) -> dict[Cell, timedelta]:
    """The median delay of first readings: the database ranks, one or two rows a cell come back."""
    rows = _here(activities).filter(on_report=False, contribution__imported_by__isnull=True)
    delay = ExpressionWrapper(F("decided_at") - F("submitted_at"), output_field=DurationField())
    cell = [F("activity"), F("year"), F("half")]
    ranked = (
        _halved(rows, "decided_at")
        .annotate(delay=delay)
        .annotate(
            rank=Window(RowNumber(), partition_by=cell, order_by=["delay", "pk"]),
            size=Window(Count("pk"), partition_by=cell),
        )
        .annotate(twice=F("rank") * 2)
        .filter(twice__gte=F("size"), twice__lte=F("size") + 2)
    )
    middles: dict[Cell, list[timedelta]] = defaultdict(list)
    for activity, year, half, middle in ranked.values_list("activity", "year", "half", "delay"):
        middles[activity, year, half].append(middle)
    return {key: sum(found, timedelta()) / len(found) for key, found in middles.items()}
