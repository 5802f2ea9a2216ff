"""From the blocks of the editor to a questionnaire, and what is wrong between its questions. Pure.

Blocks are read by their names only: what the editor shows is in `blocks.py`.
"""

from typing import Any

from django.utils.translation import gettext as _

from ..enums import Comparison, QuestionKind
from .questionnaire import Choice, Condition, Page, Question, Questionnaire

CROSSING_MOST = 3
_EXACT: set[str] = {Comparison.IS, Comparison.IS_NOT}
_BOUNDS: set[str] = {Comparison.AT_LEAST, Comparison.AT_MOST}
_PLAIN = ("code", "label", "hint", "required", "low", "high", "low_label", "high_label", "unit")


def composed(stream: Any) -> Questionnaire:
    """The questionnaire that these blocks say; a condition on nothing is left as typed."""
    drafts = [(page.value, list(page.value["questions"] or [])) for page in stream or []]
    known: dict[str, Question] = {}
    pages = []
    for value, children in drafts:
        before = dict(known)
        questions = tuple(_question(child, before) for child in children)
        known |= {one.code: one for one in questions}
        condition = _condition(value.get("condition"), before)
        title, said = value.get("title") or "", value.get("introduction") or ""
        pages.append(Page(title, said, questions, condition))
    return Questionnaire(tuple(pages))


def _question(child: Any, before: dict[str, Question]) -> Question:
    value = child.value
    given = {name: value[name] for name in _PLAIN if value.get(name) not in (None, "")}
    return Question(
        kind=str(child.block_type),
        choices=_numbered(value.get("choices")),
        rows=_numbered(value.get("rows")),
        most=value.get("most") or 0,
        crosses=bool(value.get("crosses")),
        condition=_condition(value.get("condition"), before),
        **{"code": "", "label": "", **given},
    )


def _numbered(labels: Any) -> tuple[Choice, ...]:
    return tuple(Choice(str(rank), str(label)) for rank, label in enumerate(labels or [], start=1))


def _condition(value: Any, before: dict[str, Question]) -> Condition | None:
    """The condition with the key of its choice; what cannot be one stays, for `faults` to say."""
    if not value or not value.get("question"):
        return None
    code, typed = str(value["question"]).strip(), str(value.get("value") or "").strip()
    test = str(value.get("test") or Comparison.IS)
    question = before.get(code)
    if question is not None:
        words = {choice.label.casefold(): choice.key for choice in question.points}
        typed = words.get(typed.casefold(), typed)
    return Condition(code, test, "" if test == Comparison.ANSWERED else typed)


def faults(questionnaire: Questionnaire, stream: Any = None) -> list[str]:
    """What is wrong between questions, each in words that name it; nothing when all is well."""
    said: list[str] = []
    before: dict[str, Question] = {}
    for page in questionnaire.pages:
        said += _condition_faults(page.condition, before, page.title)
        for question in page.questions:
            said += _condition_faults(question.condition, before, question.label)
            said += _own_faults(question)
            if question.code in before or _twice(question, page):
                said.append(_("“%(code)s” names two questions.") % {"code": question.code})
        before |= {one.code: one for one in page.questions}
    if len(questionnaire.crossing) > CROSSING_MOST:
        said.append(_("Three questions at most are crossed with the others."))
    return list(dict.fromkeys(said))


def _twice(question: Question, page: Page) -> bool:
    return sum(1 for one in page.questions if one.code == question.code) > 1


def _condition_faults(
    condition: Condition | None, before: dict[str, Question], name: str
) -> list[str]:
    """What is wrong with a condition: its question, its test, what it compares with."""
    if condition is None:
        return []
    question = before.get(condition.question)
    said = {"name": name, "code": condition.question, "value": condition.value}
    if question is None:
        return [_("“%(name)s”: no question of an earlier page is called “%(code)s”.") % said]
    if not _may_test(question, condition.test):
        return [_("“%(name)s”: “%(code)s” cannot be compared in this way.") % said]
    if condition.test != Comparison.ANSWERED and not _is_a_value(question, condition.value):
        return [_("“%(name)s”: “%(value)s” is no answer to “%(code)s”.") % said]
    return []


def _may_test(question: Question, test: str) -> bool:
    tests: dict[str, set[str]] = {
        QuestionKind.SINGLE: _EXACT,
        QuestionKind.MULTIPLE: {Comparison.CONTAINS, Comparison.IS_NOT},
        QuestionKind.SCALE: {
            Comparison.IS,
            Comparison.IS_NOT,
            Comparison.AT_LEAST,
            Comparison.AT_MOST,
        },
        QuestionKind.NUMBER: _BOUNDS,
    }
    return test == Comparison.ANSWERED or test in tests.get(question.kind, set())


def _is_a_value(question: Question, value: str) -> bool:
    if question.kind == QuestionKind.NUMBER:
        return value.isascii() and value.isdigit()
    return value in {choice.key for choice in question.points}


def _own_faults(question: Question) -> list[str]:
    """What is wrong inside a question: choices alike, bounds the wrong way round."""
    said = {"name": question.label}
    faulty = []
    for choices in (question.choices, question.rows):
        if len({choice.label.casefold() for choice in choices}) < len(choices):
            faulty.append(_("“%(name)s”: two choices are the same.") % said)
    if question.kind in {QuestionKind.SCALE, QuestionKind.NUMBER} and not (
        question.low < question.high
    ):
        faulty.append(_("“%(name)s”: the upper bound must be above the lower one.") % said)
    return faulty
