"""The shape of the fictitious surveys of a demonstration: questions, waves, who answered what."""

from typing import Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from .shapes import Checks, Introduction, Key, Line, Name, Number, Shape, Text

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
    # Texts given to one question, published.
    texts: dict[str, list[Text]] = {}


def check_surveys(surveys: list[SurveyExample], departments: list[str], checks: Checks) -> None:
    """Notes the faults between entries: names used twice or of nothing, dates the wrong way."""
    taken = _("“%(value)s” is already used on line %(line)d.")
    for name in ("key", "slug"):
        checks.once(("surveys",), surveys, name, taken)
    for position, survey in enumerate(surveys):
        path = ("surveys", position)
        if survey.closes_in_days <= survey.opens_in_days:
            checks.refuse((*path, "closes_in_days"), _("the end comes before the beginning."))
        if survey.department and survey.department not in departments:
            message = _("there is no department whose key is “%(value)s”.")
            checks.refuse((*path, "department"), message % {"value": survey.department})
