"""What the pages of reviews draw and write: movement, fingerprint, figures, rounds."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from portal.cms.templatetags.portal_tags import number_fr
from portal.cms.typography import NBSP

from ..enums import DisplayState, Movement
from ..models import Commitment, ReviewLine
from ..queries.reviews import review_lines_of

register = template.Library()

_MOVES = {
    Movement.FIRST: "circle-dashed",
    Movement.ADVANCED: "arrow-right",
    Movement.SAME: "minus-circle",
    Movement.SLIPPED: "clock-fill",
    Movement.DONE: "check-circle-fill",
    Movement.DROPPED: "x-circle",
}


@register.filter
def movement_icon(movement: str) -> str:
    """Name of the icon of a movement; its word stands beside it."""
    return _MOVES[Movement(movement)]


@register.filter
def line_state(line: ReviewLine) -> DisplayState:
    """The state that a line was published with."""
    return DisplayState(line.state)


@register.filter
def short_fingerprint(fingerprint: str) -> str:
    """The first eight signs in two groups, enough to recognise one: « 3f9a 71c2 »."""
    return f"{fingerprint[:4]}{NBSP}{fingerprint[4:8]}"


@register.filter
def figure_words(figure: dict[str, Any]) -> str:
    """A figure as it was published: « 62,5 % »."""
    return f"{number_fr(Decimal(figure['value']))}{NBSP}{figure['unit']}"


@register.filter
def target_words(figure: dict[str, Any]) -> str:
    """The target of a figure, in its unit."""
    return f"{number_fr(Decimal(figure['target']))}{NBSP}{figure['unit']}"


@register.filter
def iso_day(value: str | None) -> date | None:
    """The day that a record wrote."""
    return date.fromisoformat(value) if value else None


@register.simple_tag
def review_rounds(commitment: Commitment) -> list[ReviewLine]:
    """What each published review said of a commitment, the newest first."""
    return review_lines_of(commitment)
