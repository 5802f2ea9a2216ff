"""The queue of the moderators: everything that waits to be read or decided, the oldest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from portal.cms import keyset

from ..enums import QueueKind
from ..models import Activity, Appeal, Comment, Contribution, Report

PAGE = 50
# How many pages are looked through for those with something to check.
_LOOKED_THROUGH = 10
# The order of what waits since the same moment, and of the tabs.
KINDS = tuple(QueueKind)
_OF_TEXT = Q.OR


@dataclass(frozen=True)
class Source:
    """Where one kind of things comes from: its rows, its moment, how they reach an activity."""

    rows: Callable[[], "QuerySet[Any]"]
    moment: str
    activities: tuple[str, ...]

    def waiting(self, activity: int | None) -> "QuerySet[Any]":
        """What waits, in one activity or in all."""
        rows = self.rows().order_by()
        if activity is None:
            return rows
        wanted = Q(*((f"{path}", activity) for path in self.activities), _connector=_OF_TEXT)
        return rows.filter(wanted)


_ABOUT = ("contribution__activity", "comment__contribution__activity")
SOURCES: dict[QueueKind, Source] = {
    QueueKind.CONTRIBUTION: Source(
        lambda: Contribution.objects.to_read().select_related("activity"),
        "submitted_at",
        ("activity",),
    ),
    QueueKind.COMMENT: Source(
        lambda: Comment.objects.to_read().select_related("contribution__activity"),
        "submitted_at",
        ("contribution__activity",),
    ),
    QueueKind.REPORT: Source(
        lambda: Report.objects.filter(handled_at__isnull=True).select_related(*_ABOUT),
        "filed_at",
        _ABOUT,
    ),
    QueueKind.APPEAL: Source(
        lambda: Appeal.objects.filter(decided_at__isnull=True).select_related(*_ABOUT),
        "filed_at",
        _ABOUT,
    ),
}


@dataclass(frozen=True)
class QueueItem:
    """One thing that waits."""

    kind: QueueKind
    since: datetime
    row: Any

    @property
    def place(self) -> tuple[datetime, int, int]:
        """Where it stands in the queue."""
        return self.since, KINDS.index(self.kind), self.row.pk

    @property
    def key(self) -> str:
        """Its name in a form: “contribution-12”."""
        return f"{self.kind.value}-{self.row.pk}"

    @property
    def subject(self) -> Contribution | Comment:
        """The text it is about."""
        found: Contribution | Comment = getattr(self.row, "subject", self.row)
        return found

    @property
    def contribution(self) -> Contribution:
        """The contribution it belongs to."""
        subject = self.subject
        return subject if isinstance(subject, Contribution) else subject.contribution

    @property
    def activity(self) -> Activity:
        """The activity it belongs to."""
        return self.contribution.activity

    @property
    def is_decided_together(self) -> bool:
        """Whether it can be decided with others by one gesture; the rest needs its own words."""
        return self.kind in {QueueKind.CONTRIBUTION, QueueKind.COMMENT}


@dataclass(frozen=True)
class QueueChoice:
    """Which part of the queue somebody looks at."""

    kind: str = ""
    activity: int | None = None

    @property
    def kinds(self) -> list[QueueKind]:
        """The kinds to look through."""
        return [kind for kind in KINDS if self.kind in ("", kind)]


@dataclass(frozen=True)
class QueuePage:
    """Some of the queue, and where the next part starts."""

    items: list[QueueItem]
    next_cursor: str | None


@dataclass(frozen=True)
class KindCount:
    """How many of one kind wait, and since when."""

    kind: QueueKind
    count: int
    oldest: datetime | None


def queue_page(choice: QueueChoice, cursor: str = "", size: int = PAGE) -> QueuePage:
    """The oldest things that wait, after the cursor, by one query a kind.

    Raises keyset.BadCursor on a cursor that is not ours.
    """
    after = read_place(cursor) if cursor else None
    found = list(islice(_from(choice, after, size + 1), size + 1))
    more, items = len(found) > size, found[:size]
    following = keyset.encode(list(items[-1].place)) if more else None
    return QueuePage(items=items, next_cursor=following)


def flagged_page(
    choice: QueueChoice, is_flagged: Callable[[Contribution | Comment], bool], cursor: str = ""
) -> QueuePage:
    """The same, only what `is_flagged` points at: looks through a bounded part of the queue.

    The next part may start after a page without anything: what follows was not looked at yet.
    """
    found: list[QueueItem] = []
    following: str | None = cursor
    for _ in range(_LOOKED_THROUGH):
        page = queue_page(choice, following or "")
        found += [item for item in page.items if is_flagged(item.subject)]
        following = page.next_cursor
        if following is None or len(found) >= PAGE:
            break
    return QueuePage(items=found, next_cursor=following)


def neighbours(
    choice: QueueChoice, place: tuple[datetime, int, int]
) -> tuple[QueueItem | None, QueueItem | None]:
    """What waits just before and just after this place; at the end, the oldest comes after."""
    before = next(_from(choice, place, 1, backwards=True), None)
    after = next(_from(choice, place, 1), None) or next(_from(choice, None, 1), None)
    return before, None if after is None or after.place == place else after


def queue_counts(activity: int | None = None) -> list[KindCount]:
    """How many of each kind wait and since when, by one query a kind."""
    counts = []
    for kind, source in SOURCES.items():
        rows = source.waiting(activity)
        found = rows.aggregate(count=Count("pk"), oldest=Min(source.moment))
        counts.append(KindCount(kind=kind, **found))
    return counts


def read_place(cursor: str) -> tuple[datetime, int, int]:
    """The place in a cursor; raises keyset.BadCursor."""
    (since, rank, pk), backwards = keyset.decode(cursor, 3)
    good = isinstance(since, datetime) and type(rank) is int and type(pk) is int
    if not good or backwards or since.tzinfo is None or abs(pk) >= 2**63:
        raise keyset.BadCursor(cursor)
    return since, rank, pk


def waiting_texts(keys: list[str]) -> list[Contribution | Comment]:
    """The contributions and comments of these keys that still wait, by one query a kind."""
    found: list[Contribution | Comment] = []
    for kind in (QueueKind.CONTRIBUTION, QueueKind.COMMENT):
        prefix = f"{kind.value}-"
        numbers = [key.removeprefix(prefix) for key in keys if key.startswith(prefix)]
        wanted = [int(number) for number in numbers if number.isdecimal() and len(number) < 19]
        source = SOURCES[kind]
        found += source.rows().filter(pk__in=wanted).order_by(source.moment, "pk")
    return found


def _from(
    choice: QueueChoice,
    place: tuple[datetime, int, int] | None,
    size: int,
    *,
    backwards: bool = False,
) -> Iterator[QueueItem]:
    """What comes after a place (or before it), kind by kind, then merged."""
    parts = [_part(kind, choice, place, size, backwards=backwards) for kind in choice.kinds]
    return merge(*parts, key=lambda item: item.place, reverse=backwards)


def _part(
    kind: QueueKind,
    choice: QueueChoice,
    place: tuple[datetime, int, int] | None,
    size: int,
    *,
    backwards: bool,
) -> list[QueueItem]:
    source = SOURCES[kind]
    rows = source.waiting(choice.activity)
    if place is not None:
        rows = rows.filter(_beyond(kind, source.moment, place, backwards=backwards))
    order = [source.moment, "pk"]
    if backwards:
        order = [f"-{name}" for name in order]
    return [
        QueueItem(kind, getattr(row, source.moment), row) for row in rows.order_by(*order)[:size]
    ]


def _beyond(
    kind: QueueKind, moment: str, place: tuple[datetime, int, int], *, backwards: bool
) -> Q:
    """Rows of a kind after (or before) a place, in the order moment, kind, number."""
    since, rank, pk = place
    sign = "lt" if backwards else "gt"
    own = KINDS.index(kind)
    if own == rank:
        return Q(**{f"{moment}__{sign}": since}) | Q(**{moment: since, f"pk__{sign}": pk})
    comes_later = own > rank
    return Q(**{f"{moment}__{sign}{'e' if comes_later != backwards else ''}": since})
