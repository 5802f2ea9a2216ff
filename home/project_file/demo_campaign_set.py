"""The shape of the fictitious campaigns of a demonstration: messages, pledges, quiz, counts."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from .demo_activities import PromiseExample, check_activities
from .shapes import Checks, Introduction, Key, Line, Name, Number, Phrase, Shape, Text

Days = int
Sentence = Annotated[str, Field(min_length=1, max_length=120)]
Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Times = Annotated[int, Field(ge=0, le=100_000)]


class MessageExample(Shape):
    """A key message."""

    title: Sentence
    text: Text | Literal[""] = ""
    source: Line | Literal[""] = ""
    video_url: str = Field(default="", pattern=r"^(https://\S+)?$")
    video_label: Phrase | Literal[""] = ""


class ResourceExample(Shape):
    """Something to read elsewhere."""

    kind: Literal["poster", "leaflet", "guide", "other"]
    title: Phrase
    url: str = Field(pattern=r"^https://\S+$")
    note: Line | Literal[""] = ""


class DateExample(Shape):
    """A date of the campaign, counted from the day of the load."""

    title: Phrase
    in_days: Days
    at: Hour
    place: Line | Literal[""] = ""
    note: Line | Literal[""] = ""


class PledgeExample(Shape):
    """A pledge, and how often it was taken."""

    text: Sentence
    detail: Line | Literal[""] = ""
    times: Times = 0


class AnswerChoiceExample(Shape):
    """One answer that a question proposes."""

    text: Phrase
    is_right: bool = False
    explanation: str = Field(default="", max_length=300)


class QuizExample(Shape):
    """A question, how many answered it, and how many right."""

    question: Line
    answers: list[AnswerChoiceExample] = Field(min_length=2, max_length=8)
    explanation: Text
    source: Line | Literal[""] = ""
    source_url: str = Field(default="", pattern=r"^(https://\S+)?$")
    answered: Times = 0
    right: Times = 0


class KeptExample(Shape):
    """What was answered later, by one way."""

    kept: Times = 0
    partly: Times = 0
    no: Times = 0


class TestimonyExample(Shape):
    """Words given later."""

    number: int = Field(ge=1)
    text: Text
    display_name: str = Field(default="", max_length=80)
    days_ago: Days = Field(ge=0)
    is_published: bool = True


class CampaignExample(Shape):
    """A campaign."""

    example: Literal[True]
    key: Key
    slug: Key
    title: Name
    introduction: Introduction
    promise: list[Line] = Field(min_length=1)
    who_decides: str = Field(default="", max_length=250)
    not_negotiable: str = Field(default="", max_length=250)
    department: Key | None = None
    paper_information: str = Field(default="", max_length=600)
    commitments: list[Number] = []
    opens_in_days: Days
    closes_in_days: Days
    asks_in_days: Days | None = None
    asks_until_in_days: Days | None = None
    outcome_in_days: Days
    question: str = Field(default="", max_length=200)
    messages: list[MessageExample] = []
    resources: list[ResourceExample] = []
    dates: list[DateExample] = []
    pledges: list[PledgeExample] = []
    quiz: list[QuizExample] = []
    asked_by_mail: KeptExample | None = None
    asked_openly: KeptExample | None = None
    testimonies: list[TestimonyExample] = []
    outcome: list[Text] = []
    verdict: PromiseExample | None = None


def check_campaigns(
    campaigns: list[CampaignExample], departments: list[str], checks: Checks
) -> None:
    """Notes the faults between entries: names used twice or of nothing, dates in disorder."""
    taken = _("“%(value)s” is already used on line %(line)d.")
    check_activities("campaigns", campaigns, departments, checks)
    for position, campaign in enumerate(campaigns):
        path = ("campaigns", position)
        checks.once((*path, "testimonies"), campaign.testimonies, "number", taken)
        for rank, question in enumerate(campaign.quiz):
            here = (*path, "quiz", rank)
            if not any(answer.is_right for answer in question.answers):
                checks.refuse((*here, "answers"), _("no answer is right."))
            if question.right > question.answered:
                checks.refuse((*here, "right"), _("more right answers than answers."))
