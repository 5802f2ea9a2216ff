"""The shape of the fictitious texts written together of a demonstration."""

from typing import Annotated, Literal

from pydantic import Field

from .demo_activities import PromiseExample
from .shapes import Introduction, Key, Line, Name, Number, Shape, ShortLabel, Text

Days = int
Words = Annotated[str, Field(min_length=1, max_length=5000)]
Sentence = Annotated[str, Field(min_length=10, max_length=100)]


class PartExample(Shape):
    """One part of the text: the heading of a section, or a paragraph."""

    heading: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    paragraph: Words | None = None


class DecisionExample(Shape):
    """What the drafting group decided; the text adopted when it did so in part."""

    outcome: Literal["retained", "partly", "declined"]
    reason: Text
    text: Words | Literal[""] = ""
    days_ago: Days = Field(ge=0)


class ReplyExample(Shape):
    """What the city answered to a remark."""

    text: Text
    days_ago: Days = Field(ge=0)


class SaidExample(Shape):
    """A comment under an amendment."""

    text: Annotated[str, Field(min_length=1, max_length=1000)]
    display_name: ShortLabel | Literal[""] = ""
    days_ago: Days = Field(ge=0)


class AmendmentExample(Shape):
    """An amendment or a remark about the part that had this number on that day."""

    number: int = Field(ge=1)
    kind: Literal["replace", "add", "delete", "remark"]
    part: Annotated[str, Field(pattern=r"^\d+(\.\d+)?$")]
    title: Sentence
    text: Text | Literal[""] = ""
    # Words of the paragraph and what replaces them, or the paragraph added.
    words: Words | Literal[""] = ""
    become: str = ""
    added: Words | Literal[""] = ""
    display_name: ShortLabel | Literal[""] = ""
    days_ago: Days = Field(ge=0)
    # One that nobody read yet has none.
    published_days_ago: Days | None = Field(default=None, ge=0)
    decision: DecisionExample | None = None
    # What the group decided in the end, once it saw that the first decision met another one.
    settled: DecisionExample | None = None
    reply: ReplyExample | None = None
    comments: list[SaidExample] = []


class VersionExample(Shape):
    """A version, with all that was adopted until that day."""

    note: Annotated[str, Field(min_length=1, max_length=600)]
    days_ago: Days = Field(ge=0)
    is_final: bool = False


class OrderExample(Shape):
    """Which comes first of paragraphs added at one place."""

    amendments: list[int] = Field(min_length=2)
    days_ago: Days = Field(ge=0)


class DraftingExample(Shape):
    """A text written together, its amendments and its versions."""

    example: Literal[True]
    key: Key
    slug: Key
    title: Name
    introduction: Introduction
    promise: list[Line] = Field(min_length=1)
    who_decides: str = Field(default="", max_length=250)
    not_negotiable: str = Field(default="", max_length=250)
    department: Key | None = None
    opens_in_days: Days
    closes_in_days: Days
    answer_by_in_days: Days | None = None
    commitments: list[Number] = []
    parts: list[PartExample] = Field(min_length=1)
    amendments: list[AmendmentExample] = []
    orders: list[OrderExample] = []
    versions: list[VersionExample] = []
    verdict: PromiseExample | None = None
