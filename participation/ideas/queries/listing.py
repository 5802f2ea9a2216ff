"""The list of a call: filters, counts, orders, pages that stay fast whatever its length."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from engagements.models import Commitment
from portal.cms.folding import fold
from portal.cms.keyset import KeysetPage, keyset_page, ring_page

from ...enums import FacetKind, FileKind, Standing, Verdict, Wish
from ...models import Attachment, Contribution, ContributionWish, Neighbourhood, Theme
from ...models.contributions import SHUFFLE_RANGE
from ..models import IdeaConsultation
from . import neighbourhoods, published_ideas, themes_of

PAGE_SIZE = 10
# Beyond this many, a list is said to hold “more than”: counting has a cost, knowing has little use.
COUNT_LIMIT = 1_000
RANDOM = "hasard"
DEFAULT_ORDER = "recentes"
# The ways to order a list: name in the address → ordering, unique at its end; each has its index.
ORDERS = {
    "recentes": ["-published_at", "-id"],
    "soutenues": ["-support_count", "-id"],
    "discutees": ["-comment_count", "-id"],
    RANDOM: ["shuffle", "-id"],
    "anciennes": ["published_at", "id"],
}
# Where the order at random may begin, in four digits: few enough that caches keep the pages.
SEED_DIGITS = 4
SEEDS = 10**SEED_DIGITS

ANSWERED, UNANSWERED = "avec-reponse", "sans-reponse"
# The values of filters as addresses say them.
VERDICTS = {
    "a-l-etude": Verdict.UNDER_STUDY,
    "retenue": Verdict.RETAINED,
    "retenue-en-partie": Verdict.PARTLY,
    "non-retenue": Verdict.DECLINED,
    "deja-en-place": Verdict.ALREADY_DONE,
}
STANDINGS = {"habitants": Standing.RESIDENT, "agents": Standing.AGENT}
WISHES = {
    "suivi": Wish.FOLLOW_UP,
    "information": Wish.INFORMATION,
    "idee": Wish.IDEA,
    "commentaire": Wish.COMMENT,
}
# The filters that counters count one by one.
FACETS = {
    "theme": FacetKind.THEME,
    "quartier": FacetKind.NEIGHBOURHOOD,
    "public": FacetKind.STANDING,
    "souhait": FacetKind.WISH,
}


def facet_of(name: str, value: str) -> tuple[FacetKind, str]:
    """Under which kind and value a filter of the address is counted."""
    kind = FACETS[name]
    if kind == FacetKind.STANDING:
        value = str(STANDINGS.get(value, ""))
    if kind == FacetKind.WISH:
        value = str(WISHES.get(value, ""))
    return kind, value


@dataclass(frozen=True)
class IdeaFilters:
    """What a reader asked of the list, in the words of addresses."""

    words: str = ""
    theme: str = ""
    state: str = ""
    place: str = ""
    standing: str = ""
    wish: str = ""
    order: str = DEFAULT_ORDER
    seed: int | None = None

    @property
    def asked(self) -> dict[str, str]:
        """The same under the names used in addresses."""
        return {
            "q": self.words,
            "theme": self.theme,
            "etat": self.state,
            "quartier": self.place,
            "public": self.standing,
            "souhait": self.wish,
            "tri": self.order,
        }

    @property
    def narrowing(self) -> dict[str, str]:
        """What makes the list shorter than the whole."""
        return {name: value for name, value in self.asked.items() if value and name != "tri"}

    @property
    def active(self) -> bool:
        """Whether the list is shorter than the whole."""
        return bool(self.narrowing)

    @property
    def scope(self) -> str:
        """The name of the order, which a cursor carries so as not to serve in another one."""
        return f"{self.order}:{self.seed}" if self.order == RANDOM else self.order

    def query(self, *, without: str = "", **more: str | None) -> str:
        """The part of the address after the path: only what was asked and understood."""
        asked = {name: value for name, value in self.narrowing.items() if name != without}
        if self.order != DEFAULT_ORDER:
            asked["tri"] = self.order
        if self.order == RANDOM and self.seed is not None:
            asked["graine"] = f"{self.seed:04}"
        asked |= {name: value for name, value in more.items() if value}
        return f"?{urlencode(asked)}" if asked else ""

    def seeded(self, seed: int) -> "IdeaFilters":
        """The same list, at random from this place on."""
        return replace(self, seed=seed)


@dataclass
class Facets:
    """What a call offers to filter by, and how many published ideas each value has."""

    themes: list[Theme]
    places: list[Neighbourhood]
    total: int
    answered: int
    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def count(self, kind: FacetKind, value: str) -> int:
        """How many published ideas have this value."""
        return self.counts.get((kind, value), 0)

    def in_use(self, kind: FacetKind) -> bool:
        """Whether at least one idea says something under this heading."""
        return any(count for (of, value), count in self.counts.items() if of == kind and value)

    def of_state(self, state: str) -> int:
        """How many published ideas are in this state."""
        if state == ANSWERED:
            return self.answered
        if state == UNANSWERED:
            return self.total - self.answered
        return self.count(FacetKind.VERDICT, VERDICTS[state])


def facets_of(consultation: IdeaConsultation) -> Facets:
    """The themes and parts of the city one can choose, and all the counters, by three queries."""
    rows = consultation.facet_counts.values_list("kind", "value", "count")
    figures = consultation.figures
    return Facets(
        themes=themes_of(consultation),
        places=neighbourhoods(),
        total=figures.published_count,
        answered=figures.answered_count,
        counts={(kind, value): count for kind, value, count in rows},
    )


def filtered_ideas(
    consultation: IdeaConsultation, filters: IdeaFilters, facets: Facets, *, usual: bool = False
) -> "QuerySet[Contribution]":
    """The published ideas of a call that match; words are folded like in search.

    Themes and parts of the city are compared by their keys, so that the lists' indexes serve. Of
    `usual` words one knows that many ideas hold them.
    """
    ideas: Any = published_ideas(consultation)
    if filters.theme:
        ideas = ideas.filter(theme_id=_key(facets.themes, filters.theme))
    if filters.place:
        ideas = ideas.filter(neighbourhood_id=_key(facets.places, filters.place))
    if filters.standing:
        ideas = ideas.filter(standing=STANDINGS[filters.standing])
    if filters.wish:
        wishes = ContributionWish.objects.filter(contribution=OuterRef("pk"))
        ideas = ideas.filter(Exists(wishes.filter(wish=WISHES[filters.wish])))
    ideas = _in_state(ideas, filters.state)
    if filters.words:
        lookup = "stems__all_usual_words" if usual else "stems__all_words"
        ideas = ideas.filter(**{lookup: fold(filters.words)})
    found: QuerySet[Contribution] = ideas
    return found


def _in_state(ideas: Any, state: str) -> Any:
    if state == ANSWERED:
        return ideas.filter(answered_at__isnull=False)
    if state == UNANSWERED:
        return ideas.filter(answered_at__isnull=True)
    return ideas.filter(verdict=VERDICTS[state]) if state else ideas


def _key(offered: Iterable[Theme | Neighbourhood], slug: str) -> int | None:
    return next((each.pk for each in offered if each.slug == slug), None)


def idea_page(
    ideas: "QuerySet[Contribution]", filters: IdeaFilters, cursor: str | None
) -> "KeysetPage[Contribution]":
    """One page of the list, with what a row shows. Raises BadCursor."""
    asked: Any = {
        "order": ORDERS[filters.order],
        "cursor": cursor,
        "size": PAGE_SIZE,
        "scope": filters.scope,
    }
    if filters.order == RANDOM:
        start = (filters.seed or 0) * SHUFFLE_RANGE // SEEDS
        page = ring_page(ideas, start=start, **asked)
    else:
        page = keyset_page(ideas, **asked)
    pictures = Attachment.objects.filter(kind=FileKind.PICTURE).only("contribution", "rank")
    prefetch_related_objects(
        page.items,
        Prefetch("commitments", Commitment.objects.on_display()),
        Prefetch("attachments", pictures, to_attr="pictures"),
    )
    return page


@dataclass(frozen=True)
class Found:
    """How many ideas a list holds; not exact when there are more than one cares to count."""

    count: int
    exact: bool = True


def counted_ideas(
    consultation: IdeaConsultation, filters: IdeaFilters, facets: Facets
) -> "tuple[QuerySet[Contribution], Found]":
    """The list, and how many ideas it holds: from the counters when they know, else counted.

    Counting stops at a limit. Below it, the ideas found are named by their keys: whatever rare
    words or mixed filters found them, the page then never reads the whole call in its order.
    """
    ideas = filtered_ideas(consultation, filters, facets)
    known = _known_count(filters, facets)
    if known is not None:
        return ideas if known else ideas.none(), Found(known)
    keys = list(ideas.order_by().values_list("pk", flat=True)[: COUNT_LIMIT + 1])
    if len(keys) > COUNT_LIMIT:
        ideas = filtered_ideas(consultation, filters, facets, usual=True)
        return ideas, Found(COUNT_LIMIT, exact=False)
    return published_ideas(consultation).filter(pk__in=keys), Found(len(keys))


def _known_count(filters: IdeaFilters, facets: Facets) -> int | None:
    """The count that a counter holds: of the whole, or of one value of one facet."""
    if not filters.narrowing:
        return facets.total
    if filters.words or len(filters.narrowing) > 1:
        return None
    ((name, value),) = filters.narrowing.items()
    if name == "etat":
        return facets.of_state(value)
    return facets.count(*facet_of(name, value))
