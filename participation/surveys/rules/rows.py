"""Answers one by one as a table: its columns, and what is hidden of the few. Pure.

Whoever holds the table must not find somebody by their profile: the answers to profile questions,
and to what was asked because of them, are hidden where fewer than the minimum share them all.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ...anonymity import publishable
from ..enums import QuestionKind
from .answers import Answers
from .questionnaire import Condition, Question, Questionnaire

# Kinds that take one column a choice or a line.
_PARTED = frozenset({QuestionKind.MULTIPLE, QuestionKind.RANKING, QuestionKind.GRID})


@dataclass(frozen=True)
class Column:
    """One column: a question, or one of its choices or lines."""

    question: Question
    part: str = ""

    @property
    def heading(self) -> str:
        """The short name of the question, its words, those of the choice or line."""
        heading = f"{self.question.code} : {self.question.label}"
        parts = self.question.rows or self.question.choices
        named = next((one.label for one in parts if one.key == self.part), "")
        return f"{heading} – {named}" if self.part else heading

    def value(self, answers: Answers) -> Any:
        """What stands in it for one answer; None when nothing was answered.

        Of a text or a file, that there is one: texts are read, then published apart.
        """
        given = answers.get(self.question.code)
        if given is None:
            return None
        labels = {choice.key: choice.label for choice in self.question.choices}
        match self.question.kind:
            case QuestionKind.SINGLE:
                return labels.get(given, given)
            case QuestionKind.SCALE:
                return int(given)
            case QuestionKind.NUMBER:
                return Decimal(given)
            case QuestionKind.MULTIPLE:
                return int(self.part in given)
            case QuestionKind.GRID:
                return labels.get(given.get(self.part))
            case QuestionKind.RANKING:
                return given.get(self.part)
        return 1


def columns(questionnaire: Questionnaire, codes: Iterable[str]) -> list[Column]:
    """The columns of these questions, in the order in which they are asked."""
    wanted = set(codes)
    found = []
    for one in questionnaire.questions():
        if one.code not in wanted:
            continue
        parts = (one.rows or one.choices) if one.kind in _PARTED else ()
        found += [Column(one, part.key) for part in parts] or [Column(one)]
    return found


def telling(questionnaire: Questionnaire) -> frozenset[str]:
    """The profile questions, and all that is asked or not because of an answer to one of them."""
    found = {one.code for one in questionnaire.crossing}

    def follows(condition: Condition | None) -> bool:
        return condition is not None and condition.question in found

    for page in questionnaire.pages:
        for one in page.questions:
            if follows(page.condition) or follows(one.condition):
                found.add(one.code)
    return frozenset(found)


def profile(questionnaire: Questionnaire, answers: Answers) -> str:
    """All the answers of a person to profile questions, as one word."""
    return json.dumps([answers.get(one.code) for one in questionnaire.crossing])


def shared_by_enough(counts: Mapping[str, int], minimum: int) -> frozenset[str]:
    """The groups that may be told; those hidden are several, and together at least the minimum.

    So nobody is found by subtracting from the public figures what the table shows.
    """
    return frozenset(
        name for name, shown in publishable(counts, minimum).items() if shown is not None
    )
