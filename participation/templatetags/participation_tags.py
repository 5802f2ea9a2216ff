"""Levels, countdowns and phases, for templates."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .. import clock, qr_codes
from ..enums import Level
from ..models import Activity

register = template.Library()


@register.simple_tag
def qr_code(address: str) -> SafeString:
    """Draw the square code of an address; always beside the address in clear."""
    side, dark = qr_codes.path(address)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" aria-hidden="true" focusable="false">'
        '<path d="{1}"/></svg>',
        side,
        dark,
    )


@register.filter
def level_name(number: int) -> str:
    """The usual name of a level."""
    return str(Level(number).label) if number in Level.values else ""


@register.simple_tag
def countdown(activity: Activity, at: datetime | None = None) -> clock.Countdown | None:
    """How long until it opens or closes."""
    return clock.countdown(activity, at or timezone.now())


@register.simple_tag
def phases(activity: Activity, at: datetime | None = None) -> list[clock.Phase]:
    """The steps of an activity."""
    return clock.phases(activity, at or timezone.now())


@register.simple_tag
def answers_late(activity: Activity, at: datetime | None = None) -> int:
    """How many published contributions have no answer although it was due."""
    today = timezone.localdate(at or timezone.now())
    if not activity.answer_by or today <= activity.answer_by:
        return 0
    figures = activity.figures
    return figures.published_count - figures.answered_count


@register.filter
def verdict_kind(verdict: Any) -> str:
    """The drawing of a verdict among the states."""
    kinds = {"retained": "done", "partly": "doing", "declined": "dropped", "already_done": "done"}
    return kinds.get(str(verdict), "todo")
