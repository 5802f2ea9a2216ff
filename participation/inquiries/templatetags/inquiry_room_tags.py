"""What the pages of the room ask of a due date."""

from datetime import date

from django import template

from ..due_rules import Due

register = template.Library()


@register.filter
def late_on(due: Due, today: date) -> bool:
    """Whether the day of a step is over without it."""
    return due.is_late(today)
