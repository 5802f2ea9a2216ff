"""The one calendar: a month of every date that this reader may see, or what comes for a diary."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise

from participation.models import ProcessPage
from portal.agenda import DatedThing, dates_between

# What a diary that follows the portal receives: the recent past, and what is announced.
BEFORE, AFTER = timedelta(days=60), timedelta(days=400)
_MONTH = re.compile(r"(20[0-9]{2})-([0-9]{2})", re.ASCII)


@dataclass(frozen=True)
class AgendaDay:
    """A day and what it holds."""

    day: date
    things: list[DatedThing]


@dataclass(frozen=True)
class Agenda:
    """A month of the calendar; `kinds` are those it holds before the filter."""

    month: date
    days: list[AgendaDay]
    kinds: list[tuple[str, str | Promise]] = field(default_factory=list)
    # The next thing after this month, when the month holds nothing.
    following: DatedThing | None = None

    @property
    def previous(self) -> date:
        """The first day of the month before."""
        return (self.month - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        """The first day of the month after."""
        return (self.month + timedelta(days=32)).replace(day=1)

    @property
    def total(self) -> int:
        """How many dates it shows."""
        return sum(len(day.things) for day in self.days)


@dataclass(frozen=True)
class AgendaFilters:
    """What a reader asked for: a month, a kind of date, a process."""

    month: date
    kind: str = ""
    process: ProcessPage | None = None


def month_of(typed: str, at: datetime) -> date:
    """The first day of a month written 2026-11; the present one when it is no month of ours."""
    found = _MONTH.fullmatch(typed)
    if found and 1 <= int(found[2]) <= 12:
        return date(int(found[1]), int(found[2]), 1)
    return timezone.localdate(at).replace(day=1)


def months_around(month: date) -> list[date]:
    """The months one may choose beside this one: a year before, a year after."""
    first = month.year * 12 + month.month - 1 - 12
    return [date(rank // 12, rank % 12 + 1, 1) for rank in range(first, first + 25)]


def processes() -> list[ProcessPage]:
    """The processes that everybody may read, by title."""
    return list(ProcessPage.objects.live().public().order_by("title"))


def agenda(request: HttpRequest, filters: AgendaFilters, at: datetime) -> Agenda:
    """A month as asked, by as many queries as rooms bring sources, whatever it holds."""
    month = filters.month
    found = Agenda(month=month, days=[])
    since, until = _start(month), _start(found.next)
    things = _of_process(dates_between(request, since, until), filters.process)
    kinds = list(dict.fromkeys((thing.kind, thing.label) for thing in things))
    kept = [thing for thing in things if not filters.kind or thing.kind == filters.kind]
    days = [
        AgendaDay(day, list(group)) for day, group in groupby(kept, key=lambda thing: thing.day)
    ]
    following = None if days else _following(request, filters, until)
    return Agenda(month=month, days=days, kinds=kinds, following=following)


def announced(request: HttpRequest, filters: AgendaFilters, at: datetime) -> list[DatedThing]:
    """The recent past and what is announced, for a diary."""
    things = _of_process(dates_between(request, at - BEFORE, at + AFTER), filters.process)
    return [thing for thing in things if not filters.kind or thing.kind == filters.kind]


def _following(request: HttpRequest, filters: AgendaFilters, after: datetime) -> DatedThing | None:
    things = _of_process(dates_between(request, after, after + AFTER), filters.process)
    wanted = (thing for thing in things if not filters.kind or thing.kind == filters.kind)
    return next(wanted, None)


def _of_process(things: Iterable[DatedThing], process: ProcessPage | None) -> list[DatedThing]:
    if process is None:
        return list(things)
    keys = set(process.steps.exclude(activity=None).values_list("activity_id", flat=True))  # type: ignore[attr-defined]
    return [thing for thing in things if thing.activity_id in keys]


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
