"""Sums, stages and their drawings, for the templates of budgets."""

from typing import Any

from django import template

from .. import rule_words
from ..enums import ProjectStage
from ..rulebook import Rulebook

register = template.Library()

_KINDS = {
    ProjectStage.DEPOSITED: "todo",
    ProjectStage.ADMISSIBLE: "doing",
    ProjectStage.ON_BALLOT: "doing",
    ProjectStage.ELECTED: "done",
    ProjectStage.NOT_ELECTED: "unknown",
}


@register.filter
def euros_fr(amount: int | None) -> str:
    """« 400 000 € »; nothing when the sum is not known."""
    return "" if amount is None else rule_words.euros(amount)


@register.filter
def stage_kind(stage: Any) -> str:
    """The drawing of a stage among the states."""
    return _KINDS.get(ProjectStage(stage), "dropped")


@register.filter
def grade_of(place: int | None, rules: Rulebook) -> str:
    """The grade at this place, 0 being the best; nothing without one."""
    known = place is not None and 0 <= place < len(rules.grades)
    return rules.grades[place] if known and place is not None else ""
