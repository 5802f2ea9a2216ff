"""Levels, countdowns and phases, for templates."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import clock
from ..enums import Level
from ..models import Activity

register = template.Library()


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


@register.filter
def delay(value: timedelta | None) -> str:
    """How long something took, in the largest unit that says it: “3 hours”, “2 days”."""
    if value is None:
        return ""
    hours = round(value.total_seconds() / 3600)
    if hours < 1:
        return _("less than an hour")
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


@register.filter
def age(since: datetime, at: datetime | None = None) -> str:
    """How long ago something happened, in one unit: “3 days”."""
    return delay((at or timezone.now()) - since)
