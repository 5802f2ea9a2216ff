"""A question as its page of answers reads it."""

from collections.abc import Iterable

from django import template

from ..queries.figures import QuestionFigure
from ..rules import Asked, Choice

register = template.Library()


@register.filter
def unticked(question: Asked) -> list[tuple[Choice, bool]]:
    """Its answers, none of them ticked by anybody."""
    return [(choice, False) for choice in question.choices]


@register.filter
def figure_of(figures: Iterable[QuestionFigure] | str, question: Asked) -> QuestionFigure | None:
    """Its figures among those of the quiz, if there are any."""
    found = (one for one in figures or () if isinstance(one, QuestionFigure))
    return next((one for one in found if one.key == question.key), None)
