"""One idea with all that its page shows."""

from dataclasses import dataclass
from typing import Any

from ...models import Contribution
from ..models import IdeaConsultation

NEIGHBOURS = 3
GROUPED = 50


def citable_idea(consultation: IdeaConsultation, number: int) -> Contribution | None:
    """One idea that may be read at its own address, with its story; by three queries."""
    ideas: Any = Contribution.objects.filter(activity=consultation.pk, number=number).citable()
    related = ideas.with_story().select_related("theme", "neighbourhood", "concerned_department")
    found: Contribution | None = related.first()
    return found


def neighbours(idea: Contribution) -> list[Contribution]:
    """Other published ideas of the same call and theme, the latest first."""
    if idea.theme_id is None:
        return []
    found: Any = Contribution.objects.filter(activity=idea.activity_id, theme=idea.theme_id)
    found = found.published().exclude(pk__in=[idea.pk, idea.merged_into_id or idea.pk])
    found = found.select_related("activity").order_by("-published_at", "-id")
    return list(found[:NEIGHBOURS])


@dataclass(frozen=True)
class Grouped:
    """The ideas grouped under another one; a long list is cut, and says so."""

    ideas: list[Contribution]
    more: bool = False


def grouped_under(idea: Contribution) -> Grouped:
    """The ideas grouped under this one, by number."""
    merged: Any = idea.merged.citable().select_related("activity").order_by("number")  # type: ignore[attr-defined]
    found = list(merged[: GROUPED + 1])
    return Grouped(found[:GROUPED], more=len(found) > GROUPED)
