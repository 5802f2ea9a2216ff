"""Answers in words, and what a survey guarantees about who answers. Pure."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from ...eligibility import Eligibility
from ..enums import Comparison, Once, QuestionKind
from .questionnaire import Choice, Condition, Question, Questionnaire

if TYPE_CHECKING:
    from ..models import Survey


def said(question: Question, value: Any) -> list[str]:
    """An answer in the words of its question; nothing when there is none."""
    if value is None:
        return []
    labels = {choice.key: choice.label for choice in question.points}
    match question.kind:
        case QuestionKind.SINGLE:
            return [labels[value]]
        case QuestionKind.SCALE:
            return [step_label(question, Choice(value, value))]
        case QuestionKind.MULTIPLE:
            return [labels[key] for key in value]
        case QuestionKind.RANKING:
            ranked = sorted(value.items(), key=lambda pair: pair[1])
            return [f"{rank}. {labels[key]}" for key, rank in ranked]
        case QuestionKind.GRID:
            rows = {row.key: row.label for row in question.rows}
            pair = _("%(line)s: %(answer)s")
            return [pair % {"line": rows[k], "answer": labels[v]} for k, v in value.items()]
        case QuestionKind.NUMBER:
            plain = str(value).replace(".", ",")
            return [f"{plain} {question.unit}".strip()]
    return [str(value)]


def step_label(question: Question, step: Choice) -> str:
    """A step of a scale; the first and the last ones say what they mean."""
    ends = {str(question.low): question.low_label, str(question.high): question.high_label}
    meaning = ends.get(step.key, "")
    return f"{step.label} ({meaning})" if meaning else step.label


def choice_labels(question: Question) -> list[tuple[str, str]]:
    """The keys and words of what may be chosen, as a form offers them."""
    if question.kind == QuestionKind.SCALE:
        return [(step.key, step_label(question, step)) for step in question.points]
    return [(choice.key, choice.label) for choice in question.choices]


def condition_in_words(questionnaire: Questionnaire, condition: Condition) -> str:
    """When something is asked: “to the question …, you answered …”."""
    question = questionnaire.question(condition.question)
    if question is None:
        return ""
    value = dict(choice_labels(question)).get(condition.value, condition.value)
    known = {"question": question.label, "value": value}
    tests = {
        Comparison.IS: _("to “%(question)s” you answered “%(value)s”"),
        Comparison.IS_NOT: _("to “%(question)s” you answered otherwise than “%(value)s”"),
        Comparison.CONTAINS: _("to “%(question)s” you ticked “%(value)s”"),
        Comparison.AT_LEAST: _("to “%(question)s” you answered %(value)s or more"),
        Comparison.AT_MOST: _("to “%(question)s” you answered %(value)s or less"),
        Comparison.ANSWERED: _("you answered “%(question)s”"),
    }
    return tests[Comparison(condition.test)] % known


def guarantees(survey: "Survey") -> list[str]:
    """What the survey guarantees about who answers and how often, and what it does not."""
    told = [
        _("Your answer is kept without your name, your account, or the hour: the day only."),
    ]
    if survey.once == Once.ACCOUNT:
        told.append(
            _(
                "One answer per account: we mark that your account answered, apart from what it "
                "answered. Somebody with several accounts could answer several times."
            )
        )
    elif survey.once == Once.CODE:
        if survey.eligibility == Eligibility.CODE:
            told.append(
                _(
                    "One answer per code: a code serves once. Nothing says which answer came with "
                    "which code; whoever holds somebody’s code can answer in their place."
                )
            )
        else:
            told.append(
                _(
                    "One answer per line of the city’s list: a line serves once. Nothing says "
                    "which answer came with which line."
                )
            )
    else:
        told.append(
            _(
                "Nothing checks that each person answers once: the figures say what those who "
                "answered think, not how many people think so in the city."
            )
        )
    return told
