"""Search over pages, news, activities, contributions and commitments, grouped by kind.

Words are folded on both sides (portal.cms.folding), and each kind is narrowed to what the reader
may see by the same query sets as its lists.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from engagements.queries import commitments_on_display
from participation.models import Activity, Contribution
from participation.queries import visible_activities
from portal.cms.folding import fold

from ..enums import ResultKind
from ..models import HomePage, NewsPage
from .news import readable_news

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

QUERY_LENGTH = 200
MOST_WORDS = 12
GROUP_SIZE = 10
PAGE_SIZE = 20
# Beyond, a group is said to hold “more than” so many, which is as far as its pages go.
COUNT_LIMIT = 1_000


@dataclass(frozen=True)
class ResultGroup:
    """The results of one kind: those shown, and how many there are; at least, when not exact."""

    kind: ResultKind
    items: list[Any]
    count: int
    number: int = 1
    size: int = GROUP_SIZE
    exact: bool = True

    @property
    def has_more(self) -> bool:
        """Whether the kind has results that are not shown here."""
        return self.count > len(self.items)

    @property
    def has_next(self) -> bool:
        """Whether another page follows."""
        return self.number * self.size < self.count

    @property
    def next_number(self) -> int:
        """Number of the page that follows."""
        return self.number + 1

    @property
    def previous_number(self) -> int:
        """Number of the page before."""
        return self.number - 1

    @property
    def first(self) -> int:
        """Rank of the first result shown."""
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """Rank of the last result shown."""
        return self.first + len(self.items) - 1


@dataclass(frozen=True)
class SearchResults:
    """What a search found, group by group; empty groups are left out."""

    typed: str
    words: str
    groups: list[ResultGroup]

    @property
    def total(self) -> int:
        """How many results all the groups have together."""
        return sum(group.count for group in self.groups)

    @property
    def exact(self) -> bool:
        """Whether there are that many; else there are more."""
        return all(group.exact for group in self.groups)

    @property
    def found_nothing(self) -> bool:
        """Whether nothing answers what was typed; of words too common nothing is said.

        Signs alone, without a letter that an index holds, answer nothing either.
        """
        letters = unicodedata.normalize("NFKD", self.typed)
        spelled = any(one.isascii() and one.isalnum() for one in letters)
        return not self.groups and bool(self.words or (self.typed and not spelled))


def search(user: "Reader", typed: str, at: datetime) -> SearchResults:
    """Return the first results of each kind. Words that say nothing find nothing."""
    words = folded_words(typed)
    if not words:
        return SearchResults(typed, words, [])
    groups = [_group(kind, words, user, at, number=1, size=GROUP_SIZE) for kind in ResultKind]
    return SearchResults(typed, words, [group for group in groups if group.count])


def search_kind(
    user: "Reader", typed: str, kind: ResultKind, number: int, at: datetime
) -> SearchResults:
    """Return one page of the results of one kind; a number too high gives the last."""
    words = folded_words(typed)
    if not words:
        return SearchResults(typed, words, [])
    group = _group(kind, words, user, at, number=number, size=PAGE_SIZE)
    return SearchResults(typed, words, [group] if group.count else [])


def folded_words(typed: str) -> str:
    """Return the folded words searched for: the first of them only, an index has its limits."""
    return " ".join(fold(typed[:QUERY_LENGTH]).split()[:MOST_WORDS])


def _group(
    kind: ResultKind, words: str, user: "Reader", at: datetime, *, number: int, size: int
) -> ResultGroup:
    readable = _READABLE[kind](user, at)
    if kind == ResultKind.CONTRIBUTIONS:
        return _bounded_group(kind, readable, words, at, number=number, size=size)
    found = _matching(readable, words)
    start = (number - 1) * size
    items = list(found[start : start + size])
    # Counting costs a query only when the page does not already say how many there are.
    complete = len(items) < size and (items or number == 1)
    count = start + len(items) if complete else found.count()
    last = max(1, -(-count // size))
    if number > last:
        return _group(kind, words, user, at, number=last, size=size)
    return ResultGroup(kind, items, count, number, size)


def _bounded_group(
    kind: ResultKind,
    readable: "QuerySet[Any]",
    words: str,
    at: datetime,
    *,
    number: int,
    size: int,
) -> ResultGroup:
    """A page out of perhaps a million: counting stops at a limit, by two queries.

    Below it, what was found is named by keys: the database then never walks through everything,
    the latest first, to find a word that is nowhere.
    """
    found = _matching(readable, words)
    keys = list(found.order_by().values_list("pk", flat=True)[: COUNT_LIMIT + 1])
    if exact := len(keys) <= COUNT_LIMIT:
        found = readable.filter(pk__in=keys)
    else:
        # The moment changes nothing to what is found: by it SQLite picks the index of the order.
        found = readable.filter(stems__all_usual_words=words, published_at__lte=at)
    found = found.order_by("-published_at", "-pk")
    count = min(len(keys), COUNT_LIMIT)
    number = min(number, max(1, -(-count // size)))
    start = (number - 1) * size
    items = list(found[start : start + size]) if count else []
    return ResultGroup(kind, items, count, number, size, exact=exact)


def _matching(readable: "QuerySet[Any]", words: str) -> "QuerySet[Any]":
    """Narrow what may be read to what matches.

    The engine searches the whole model and the rule narrows it afterwards: a rule may follow
    relations that the search index does not know.
    """
    model: type[Model] = readable.model
    if model is Contribution:
        # Contributions have an index of their own, which a million of them does not slow down.
        return readable.filter(stems__all_words=words).order_by("-published_at", "-pk")
    results = get_search_backend().search(words, model._default_manager.all(), operator="and")
    found: QuerySet[Any] = results.get_queryset()
    if model in _BY_DATE:
        matching = readable.filter(pk__in=found.order_by().values("pk"))
        return matching.order_by(*_BY_DATE[model])
    matching = found.filter(pk__in=readable.order_by().values("pk"))
    return matching.select_related("category") if model is NewsPage else matching


def _pages(user: "Reader", at: datetime) -> "QuerySet[Any]":
    pages: QuerySet[Any] = Page.objects.live().public().filter(depth__gt=1)
    return pages.not_type(NewsPage, HomePage)  # type: ignore[attr-defined, no-any-return]


def _news(user: "Reader", at: datetime) -> "QuerySet[Any]":
    return readable_news(user)


def _contributions(user: "Reader", at: datetime) -> "QuerySet[Any]":
    return Contribution.objects.visible_to(user).select_related("activity")


def _commitments(user: "Reader", at: datetime) -> "QuerySet[Any]":
    return commitments_on_display()


# Models of several tables, of which the index may know an object twice, as parent and as child:
# joined to it, PostgreSQL would show the object twice. Their results go by date, the latest first.
_BY_DATE: dict[type[Model], tuple[str, ...]] = {
    Activity: ("-opens_at", "-pk"),
}
_READABLE: dict[ResultKind, Callable[["Reader", datetime], "QuerySet[Any]"]] = {
    ResultKind.PAGES: _pages,
    ResultKind.NEWS: _news,
    ResultKind.ACTIVITIES: visible_activities,
    ResultKind.CONTRIBUTIONS: _contributions,
    ResultKind.COMMITMENTS: _commitments,
}
