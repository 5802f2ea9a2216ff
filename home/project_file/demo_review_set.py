"""The shape of the fictitious half-yearly reviews of a demonstration."""

from typing import Literal

from pydantic import Field

from .shapes import Key, Label, Number, Phrase, Shape, Text

Days = int


class OpinionExample(Shape):
    """What the follow-up body thinks of a priority."""

    priority: Number
    text: Text


class AttendanceExample(Shape):
    """How many of a function took part."""

    function: Phrase
    present: int = Field(ge=0, le=200)
    excused: int = Field(default=0, ge=0, le=200)


class ReviewExample(Shape):
    """A half-yearly review; without a day of publication it is open."""

    example: Literal[True]
    key: Key
    title: Phrase
    starts_days_ago: Days
    ends_days_ago: Days
    published_days_ago: Days | None = None
    introduction: Text
    agenda: list[Label] = []
    minutes: str = Field(default="", max_length=4000)
    opinions: list[OpinionExample] = []
    attendance: list[AttendanceExample] = []
    signed_off_by: Phrase | Literal[""] = ""
