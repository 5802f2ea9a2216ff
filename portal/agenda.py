"""The one calendar: what rooms bring of their dates, each to those who may read it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise

# Where the calendar is read, and its file for diaries: a public contract, served by the top room.
PAGE, DIARY = "/calendrier/", "/calendrier.ics"
# What keeps the dates of one process.
PROCESS = "demarche"


@dataclass(frozen=True, slots=True)
class DatedThing:
    """Something that has its day, or its hour, ready to be shown.

    `uid` stays the same when it is moved or cancelled; `activity_id` files it under a process.
    """

    uid: str
    # The word of addresses under which it is filtered, and the same for readers.
    kind: str
    label: str | Promise
    title: str
    url: str
    starts_at: datetime | date
    ends_at: datetime | None = None
    place: str = ""
    note: str = ""
    is_cancelled: bool = False
    activity_id: int | None = None

    @property
    def has_hour(self) -> bool:
        """Whether it begins at an hour, and not only on a day."""
        return isinstance(self.starts_at, datetime)

    @property
    def day(self) -> date:
        """Its day on the city's clock."""
        if isinstance(self.starts_at, datetime):
            return timezone.localdate(self.starts_at)
        return self.starts_at

    @property
    def rank(self) -> tuple[date, bool, float, str]:
        """Its place in a list: by day, what lasts the whole day first, then by hour."""
        moment = self.starts_at.timestamp() if isinstance(self.starts_at, datetime) else 0.0
        return (self.day, self.has_hour, moment, self.title)


# The dates from a moment on and before another, for whoever asks: nothing they may not read.
DateSource = Callable[[HttpRequest, datetime, datetime], Iterable[DatedThing]]
_sources: list[DateSource] = []


def register_dates(source: DateSource) -> None:
    """Add a source; called once by a room in its AppConfig.ready(). A second call is ignored."""
    if source not in _sources:
        _sources.append(source)


def dates_between(request: HttpRequest, since: datetime, until: datetime) -> list[DatedThing]:
    """The dates of every room in this span, start included and end excluded, in order."""
    found = (thing for source in _sources for thing in source(request, since, until))
    return sorted(found, key=lambda thing: thing.rank)
