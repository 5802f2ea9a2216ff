"""What was typed, read as answers; which questions are shown. Pure.

What is typed is kept by the names of fields, each a list of texts, as a browser sends it. A field
that is hidden by a changed condition stays in it: shown again, it is as it was.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from ..enums import Comparison, QuestionKind
from .questionnaire import Condition, Page, Question, Questionnaire

Typed = Mapping[str, list[str]]
# By the code of each question: a key, a list of keys, a number, ranks or columns by key, a text.
Answers = dict[str, Any]

TEXT_MAXIMUM = 2000
_DIGITS = 12


def field_names(question: Question) -> list[str]:
    """The names of its fields: one, or one a choice to rank, or one a line of a grid."""
    name = f"q-{question.code}"
    if question.kind == QuestionKind.RANKING:
        return [f"{name}-{choice.key}" for choice in question.choices]
    if question.kind == QuestionKind.GRID:
        return [f"{name}-{row.key}" for row in question.rows]
    return [name]


def kept_with(before: Typed, sent: Typed, names: Iterable[str]) -> dict[str, list[str]]:
    """What was typed, with these fields as they were just sent; every other one is left."""
    kept = {name: list(values) for name, values in before.items()}
    for name in names:
        kept[name] = [text for text in sent.get(name, []) if text]
        if not kept[name]:
            del kept[name]
    return kept


def read(question: Question, typed: Typed) -> Any:
    """The answer to a question, or None when none was given or what was typed cannot be one."""
    texts = [typed.get(name, []) for name in field_names(question)]
    first = (texts[0] or [""])[0].strip() if texts else ""
    match question.kind:
        case QuestionKind.SINGLE | QuestionKind.SCALE:
            return first if first in _keys(question.points) else None
        case QuestionKind.MULTIPLE:
            return _several(question, texts[0])
        case QuestionKind.RANKING:
            return ranking([(values or [""])[0] for values in texts], question)
        case QuestionKind.GRID:
            return _lines(question, texts)
        case QuestionKind.NUMBER:
            return number(first, question)
        case QuestionKind.TEXT:
            return first[:TEXT_MAXIMUM] or None
    return None


def _keys(choices: Iterable[Any]) -> list[str]:
    return [choice.key for choice in choices]


def _several(question: Question, texts: list[str]) -> list[str] | None:
    chosen = [key for key in _keys(question.choices) if key in texts]
    if not chosen or (question.most and len(chosen) > question.most):
        return None
    return chosen


def _lines(question: Question, texts: list[list[str]]) -> dict[str, str] | None:
    columns = _keys(question.choices)
    found = {
        row.key: values[0]
        for row, values in zip(question.rows, texts, strict=True)
        if values and values[0] in columns
    }
    if question.required and len(found) < len(question.rows):
        return None
    return found or None


def ranking(ranks: list[str], question: Question) -> dict[str, int] | None:
    """The rank of each choice: every rank from 1 to the last, each given once; else None."""
    wanted = list(range(1, len(question.choices) + 1))
    given = [int(rank) if rank.isascii() and rank.isdigit() else 0 for rank in ranks]
    if sorted(given) != wanted:
        return None
    return dict(zip(_keys(question.choices), given, strict=True))


def number(text: str, question: Question) -> str | None:
    """A number within the bounds, two decimals at most, written the same way whoever typed it."""
    plain = "".join(text.split()).replace(",", ".")
    try:
        value = Decimal(plain) if plain and len(plain) <= _DIGITS else None
    except InvalidOperation:
        return None
    if value is None or not value.is_finite() or value != round(value, 2):
        return None
    if not question.low <= value <= question.high:
        return None
    whole = value == value.to_integral_value()
    return str(int(value)) if whole else f"{value:.2f}"


def holds(condition: Condition | None, questionnaire: Questionnaire, answers: Answers) -> bool:
    """Whether a condition is met by these answers; one about no answer is not, none always is."""
    if condition is None:
        return True
    given = answers.get(condition.question)
    question = questionnaire.question(condition.question)
    if given is None or question is None:
        return False
    if condition.test == Comparison.ANSWERED:
        return True
    if condition.test in {Comparison.AT_LEAST, Comparison.AT_MOST}:
        reached, bound = Decimal(str(given)), Decimal(condition.value)
        return reached >= bound if condition.test == Comparison.AT_LEAST else reached <= bound
    chosen = given if isinstance(given, list) else [str(given)]
    is_in = condition.value in chosen
    return not is_in if condition.test == Comparison.IS_NOT else is_in


def shown_questions(page: Page, questionnaire: Questionnaire, answers: Answers) -> list[Question]:
    """The questions of a page that are asked, given the answers of the pages before it."""
    if not holds(page.condition, questionnaire, answers):
        return []
    return [one for one in page.questions if holds(one.condition, questionnaire, answers)]


def answers_of(questionnaire: Questionnaire, typed: Typed) -> Answers:
    """The answers that count: those of the questions that are shown, in their order.

    A hidden question has no answer, whatever was typed before, and makes no other one shown.
    """
    answers: Answers = {}
    for page in questionnaire.pages:
        asked = shown_questions(page, questionnaire, answers)
        found = {one.code: read(one, typed) for one in asked}
        answers |= {code: value for code, value in found.items() if value is not None}
    return answers


def missing(questionnaire: Questionnaire, answers: Answers) -> list[str]:
    """The needed questions that are shown and have no answer."""
    return [
        one.code
        for page in questionnaire.pages
        for one in shown_questions(page, questionnaire, answers)
        if one.required and one.code not in answers
    ]


def answers_before(questionnaire: Questionnaire, typed: Typed, number: int) -> Answers:
    """The answers that count on the pages before this one (from 1)."""
    return answers_of(Questionnaire(questionnaire.pages[: number - 1]), typed)


def shown_pages(questionnaire: Questionnaire, typed: Typed) -> list[int]:
    """The numbers of the pages that have something to ask, from 1."""
    answers = answers_of(questionnaire, typed)
    return [
        number
        for number, page in enumerate(questionnaire.pages, start=1)
        if shown_questions(page, questionnaire, answers)
    ]


def page_after(questionnaire: Questionnaire, typed: Typed, number: int) -> int | None:
    """The next page that has something to ask; None after the last one."""
    return next((one for one in shown_pages(questionnaire, typed) if one > number), None)


def page_before(questionnaire: Questionnaire, typed: Typed, number: int) -> int | None:
    """The last page before this one that has something to ask, or None."""
    return next((one for one in shown_pages(questionnaire, typed)[::-1] if one < number), None)
