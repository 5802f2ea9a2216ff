"""The shape of the fictitious explained decisions of a demonstration."""

from decimal import Decimal
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from .bodies import Body
from .demo_activities import check_activities
from .shapes import Checks, Introduction, Key, Label, Name, Phrase, Shape, ShortLabel, Text

Days = int
Sentence = Annotated[str, Field(min_length=1, max_length=600)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2, strict=False)]


class EffectExample(Shape):
    """What the decision changes for some people."""

    whom: Name
    change: Annotated[str, Field(min_length=1, max_length=800)]


class ComparedExample(Shape):
    """One thing before and after."""

    what: Name
    before: Phrase
    after: Phrase


class LineExample(Shape):
    """One line of a key figure."""

    label: Name
    value: Amount


class FigureExample(Shape):
    """A key figure."""

    title: Phrase
    subject: Phrase
    head: Annotated[str, Field(min_length=1, max_length=60)]
    unit: Annotated[str, Field(min_length=1, max_length=60)]
    source: Phrase | Literal[""] = ""
    lines: list[LineExample] = Field(min_length=1)


class ReplyExample(Shape):
    """What the city answered."""

    days_ago: Days = Field(ge=0)
    department: Key | None = None
    text: Text


class QuestionExample(Shape):
    """A question, and what became of it."""

    number: int = Field(ge=1)
    title: Annotated[str, Field(min_length=10, max_length=200)]
    text: Text | Literal[""] = ""
    display_name: ShortLabel | Literal[""] = ""
    days_ago: Days = Field(ge=0)
    # When it was read and published; a question that nobody read yet has none.
    published_days_ago: Days | None = Field(default=None, ge=0)
    answer: ReplyExample | None = None


class CorrectionExample(Shape):
    """A row of the log of corrections."""

    what: Sentence
    why: Sentence
    days_ago: Days = Field(ge=0)


class OpinionsExample(Shape):
    """How many said it was clear."""

    yes: int = Field(default=0, ge=0, le=500)
    partly: int = Field(default=0, ge=0, le=500)
    no: int = Field(default=0, ge=0, le=500)


class BriefingExample(Shape):
    """An explained decision."""

    example: Literal[True]
    key: Key
    slug: Key
    title: Name
    introduction: Introduction
    promise: list[Label] = Field(min_length=1)
    who_decides: str = Field(default="", max_length=250)
    not_negotiable: str = Field(default="", max_length=250)
    department: Key | None = None
    opens_in_days: Days
    closes_in_days: Days
    answer_days: int = Field(default=15, ge=1, le=365)
    decided_days_ago: Days | None = Field(default=None, ge=0)
    decided_by: Phrase | Literal[""] = ""
    decision: Body
    reasons: Body
    plain_text: Body = []
    effects: list[EffectExample] = []
    comparison: list[ComparedExample] = []
    figures: list[FigureExample] = []
    questions: list[QuestionExample] = []
    opinions: OpinionsExample | None = None
    corrections: list[CorrectionExample] = []


def check_briefings(
    briefings: list[BriefingExample], departments: list[str], checks: Checks
) -> None:
    """Notes the faults between entries: names used twice, or of nothing."""
    taken = _("“%(value)s” is already used on line %(line)d.")
    check_activities("briefings", briefings, departments, checks)
    unknown = _("there is no department whose key is “%(value)s”.")
    for position, briefing in enumerate(briefings):
        path = ("briefings", position)
        checks.once((*path, "questions"), briefing.questions, "number", taken)
        for rank, question in enumerate(briefing.questions):
            here = (*path, "questions", rank)
            if question.answer is None:
                continue
            if question.published_days_ago is None:
                checks.refuse((*here, "answer"), _("only a published question has an answer."))
            if question.answer.department and question.answer.department not in departments:
                message = unknown % {"value": question.answer.department}
                checks.refuse((*here, "answer", "department"), message)
