"""Small readings that templates of surveys need."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from ..rules.questionnaire import Condition, Question, Questionnaire
from ..rules.words import choice_labels, condition_in_words

register = template.Library()


@register.filter
def of_question(found: Mapping[str, Any], code: str) -> Any:
    """What a mapping by question holds for this one, or None."""
    return found.get(code)


@register.filter
def labels(question: Question) -> list[str]:
    """The words of what may be chosen."""
    return [label for _key, label in choice_labels(question)]


@register.filter
def in_words(questionnaire: Questionnaire, condition: Condition) -> str:
    """When something is asked, in words for who fills in a sheet."""
    return condition_in_words(questionnaire, condition)


@register.filter
def mean_fr(mean: Decimal) -> str:
    """A mean with its French comma."""
    return f"{mean:.1f}".replace(".", ",")


@register.filter
def joined(text: str, number: int) -> str:
    """A text and a number, as one identifier."""
    return f"{text}{number}"
