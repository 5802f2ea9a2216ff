"""Reading ideas: the list of a call, filtered, by keyset pages; one idea with all it needs."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from portal.cms.folding import fold, without_accents
from portal.cms.keyset import KeysetPage, keyset_page

from ..enums import Verdict
from ..models import Theme
from .models import Idea, IdeaConsultation

PAGE_SIZE = 10
# The ways to order a list: name in the address → ordering, unique at its end.
ORDERS = {"recentes": ["-published_at", "-id"], "anciennes": ["published_at", "id"]}


@dataclass(frozen=True)
class IdeaFilters:
    """What a reader asked of the list."""

    words: str = ""
    theme: str = ""
    state: str = ""
    order: str = "recentes"

    @property
    def asked(self) -> dict[str, str]:
        """The same under the names used in addresses."""
        return {"q": self.words, "theme": self.theme, "etat": self.state, "tri": self.order}

    @property
    def active(self) -> bool:
        """Whether the list is shorter than the whole."""
        return bool(self.words or self.theme or self.state)


def consultation_of(slug: str) -> IdeaConsultation | None:
    """The call with its counters and department, by one query."""
    found = IdeaConsultation.objects.select_related("tally", "department", "promise_verdict")
    return found.filter(slug=slug).first()


def themes_of(consultation: IdeaConsultation) -> list[Theme]:
    """The themes offered by a call, by name."""
    return sorted(consultation.themes.all(), key=lambda theme: without_accents(theme.name))


def published_ideas(consultation: IdeaConsultation) -> "QuerySet[Idea]":
    """What the public may read in a call the reader may see."""
    ideas: Any = Idea.objects.filter(activity=consultation.pk).published()
    related: QuerySet[Idea] = ideas.select_related("activity", "theme", "answer")
    return related.prefetch_related("commitments")


def filtered_ideas(consultation: IdeaConsultation, filters: IdeaFilters) -> "QuerySet[Idea]":
    """The published ideas of a call that match; words are folded like in search."""
    ideas = published_ideas(consultation)
    if filters.theme:
        ideas = ideas.filter(theme__slug=filters.theme)
    if filters.state == "avec-reponse":
        ideas = ideas.filter(answered_at__isnull=False)
    elif filters.state == "sans-reponse":
        ideas = ideas.filter(answered_at__isnull=True)
    elif filters.state in Verdict.values:
        ideas = ideas.filter(verdict=filters.state)
    if filters.words:
        ideas = ideas.filter(stems__all_words=fold(filters.words))
    return ideas


def idea_page(
    consultation: IdeaConsultation, filters: IdeaFilters, cursor: str | None
) -> "KeysetPage[Idea]":
    """One page of the list. Raises BadCursor."""
    order = ORDERS.get(filters.order, ORDERS["recentes"])
    return keyset_page(
        filtered_ideas(consultation, filters), order=order, cursor=cursor, size=PAGE_SIZE
    )


def published_idea(consultation: IdeaConsultation, number: int) -> Idea | None:
    """One published idea of a call, with its answer and commitments."""
    ideas = published_ideas(consultation).select_related("answer__department")
    return ideas.filter(number=number).first()


def neighbours(idea: Idea, limit: int = 3) -> list[Idea]:
    """Other published ideas of the same call and theme, the latest first."""
    if idea.theme_id is None:
        return []
    found: Any = Idea.objects.filter(activity=idea.activity_id, theme=idea.theme_id).published()
    found = found.exclude(pk=idea.pk).select_related("activity").order_by("-published_at", "-id")
    return list(found[:limit])


def state_choices() -> list[tuple[str, Any]]:
    """The states a reader may filter by: name in the address, words."""
    return [(verdict.value, verdict.label) for verdict in Verdict]
