"""Reading a call for ideas: the call itself, what is public in it."""

from typing import Any

from django.db.models import QuerySet

from portal.cms.folding import without_accents

from ...models import Contribution, Neighbourhood, Theme
from ..models import IdeaConsultation


def consultation_of(slug: str) -> IdeaConsultation | None:
    """The call with its counters, its department and the verdict on its promise, by one query."""
    found = IdeaConsultation.objects.select_related("tally", "department", "promise_verdict")
    return found.filter(slug=slug).first()


def themes_of(consultation: IdeaConsultation) -> list[Theme]:
    """The themes offered by a call, by name."""
    return sorted(consultation.themes.all(), key=lambda theme: without_accents(theme.name))


def neighbourhoods() -> list[Neighbourhood]:
    """The parts of the city, by name."""
    found = Neighbourhood.objects.all()
    return sorted(found, key=lambda place: without_accents(place.name))


def published_ideas(consultation: IdeaConsultation) -> "QuerySet[Contribution]":
    """What the public may read in a call the reader may see.

    The common table alone: an idea has nothing of its own, and a join would hide the indexes.
    """
    ideas: Any = Contribution.objects.filter(activity=consultation.pk).published()
    related: QuerySet[Contribution] = ideas.select_related("activity", "theme", "neighbourhood")
    return related
