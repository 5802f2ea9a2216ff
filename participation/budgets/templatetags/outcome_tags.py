"""How templates write amounts of a vote, and read what follows an elected project."""

from datetime import datetime
from typing import Any

from django import template

from ..models import Project
from ..outcome_words import cents
from ..queries.realisations import Realised, realised

register = template.Library()


@register.filter
def money_cents(amount: Any) -> str:
    """« 12,34 € », from a price of the count."""
    return cents(amount) if amount else ""


@register.simple_tag
def realisation_of(project: Project, at: datetime | None = None) -> Realised | None:
    """What follows an elected project: state, due date, steps, news; None for another one."""
    return realised(project, at)
