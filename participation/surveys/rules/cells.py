"""The counters of a survey: which exist, and which ones an answer adds to. Pure.

A cell is named `question|cell|by|group`; the last two are empty but for crossed figures. The
cell “” of a question counts who answered it; the name of nothing (`|||`) counts answers.
"""

from decimal import Decimal
from typing import Any

from ..enums import COUNTED, CROSSED, QuestionKind
from .answers import Answers
from .questionnaire import Question, Questionnaire

TOTAL = "|||"
SUM = "sum"
_BANDS = 10


def cell(question: str, name: str = "", by: str = "", group: str = "") -> str:
    """The name of a counter."""
    return f"{question}|{name}|{by}|{group}"


def bands(question: Question) -> list[tuple[int, int]]:
    """The bands of a number, ten at most, whole bounds; the last one holds its upper bound."""
    span = question.high - question.low
    count = max(1, min(_BANDS, span))
    edges = [question.low + span * rank // count for rank in range(count + 1)]
    return list(zip(edges, edges[1:], strict=False))


def _band(question: Question, value: str) -> str:
    number, found = Decimal(value), bands(question)
    for rank, (low, high) in enumerate(found):
        if low <= number < high:
            return str(rank)
    return str(len(found) - 1)


def names(question: Question) -> list[str]:
    """The names of its cells, in the order in which they are shown."""
    match question.kind:
        case QuestionKind.RANKING:
            ranks = range(1, len(question.choices) + 1)
            return [f"{choice.key}:{rank}" for choice in question.choices for rank in ranks]
        case QuestionKind.GRID:
            return [f"{row.key}:{one.key}" for row in question.rows for one in question.choices]
        case QuestionKind.NUMBER:
            return [str(rank) for rank in range(len(bands(question)))]
    return [choice.key for choice in question.points] if question.kind in COUNTED else []


def _named(question: Question, value: Any) -> list[str]:
    """The cells in which an answer falls."""
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.SCALE:
            return [str(value)]
        case QuestionKind.MULTIPLE:
            return list(value)
        case QuestionKind.RANKING | QuestionKind.GRID:
            return [f"{key}:{place}" for key, place in value.items()]
        case QuestionKind.NUMBER:
            return [_band(question, value)]
    return []


def every_cell(questionnaire: Questionnaire) -> list[str]:
    """Every counter of a survey, at zero when nobody answered yet."""
    found = [TOTAL]
    for question in questionnaire.questions():
        found.append(cell(question.code))
        found += [cell(question.code, name) for name in names(question)]
        if question.kind == QuestionKind.NUMBER:
            found.append(cell(question.code, SUM))
        for by in _crossing(questionnaire, question):
            found += [
                cell(question.code, name, by.code, group.key)
                for name in ["", *names(question)]
                for group in by.points
            ]
    return found


def _crossing(questionnaire: Questionnaire, question: Question) -> list[Question]:
    if question.kind not in CROSSED:
        return []
    return [by for by in questionnaire.crossing if by.code != question.code]


def added_by(questionnaire: Questionnaire, answers: Answers) -> dict[str, int]:
    """What an answer adds to each counter; a sum is in hundredths."""
    added = {TOTAL: 1}
    for question in questionnaire.questions():
        value = answers.get(question.code)
        if value is None:
            continue
        fallen = ["", *_named(question, value)]
        added |= {cell(question.code, name): 1 for name in fallen}
        if question.kind == QuestionKind.NUMBER:
            added[cell(question.code, SUM)] = int(Decimal(value) * 100)
        for by in _crossing(questionnaire, question):
            if group := answers.get(by.code):
                added |= {cell(question.code, name, by.code, group): 1 for name in fallen}
    return {name: by for name, by in added.items() if by}
