"""The shape of the fictitious surveys of a demonstration: questions, waves, who answered what."""

from typing import Any, Literal

from pydantic import Field

from .demo_activities import PromiseExample
from .shapes import Introduction, Key, Line, Name, Number, Shape, Text

Days = int
# By question: how often each choice comes among a hundred answers.
Spread = dict[str, list[int]]


class SurveyExample(Shape):
    """A survey, and how many fictitious people answered it."""

    example: Literal[True]
    key: Key
    slug: Key
    title: Name
    level: int = Field(ge=2, le=5)
    introduction: Introduction
    promise: list[Line] = Field(min_length=1)
    who_decides: str = Field(default="", max_length=250)
    department: Key | None = None
    opens_in_days: Days
    closes_in_days: Days
    answer_by_in_days: Days | None = None
    paper_information: str = Field(default="", max_length=600)
    commitments: list[Number] = []
    series: str = Field(default="", max_length=60)
    wave: str = Field(default="", max_length=40)
    results_live: bool = False
    # The questions of the ready-made satisfaction survey, or pages as the editor keeps them.
    template: Literal["satisfaction", ""] = ""
    pages: list[dict[str, Any]] = []
    answers: int = Field(default=0, ge=0, le=500)
    spread: Spread = {}
    verdict: PromiseExample | None = None
    # Texts given to one question, published.
    texts: dict[str, list[Text]] = {}
