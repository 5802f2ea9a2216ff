"""The shape of the fictitious workshops of a demonstration: their meetings, their minutes."""

from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field

from .demo_activities import check_activities
from .shapes import Checks, Introduction, Key, Line, Name, Number, Phrase, Shape, Text

Days = int
Offer = Literal["", "yes", "no", "on_request"]


class OutcomeExample(Shape):
    """A decision of a meeting, and the commitment it feeds."""

    text: Line
    commitment: Number | None = None


class MeetingExample(Shape):
    """A meeting to come or held."""

    example: Literal[True]
    key: Key
    title: Phrase
    in_days: Days
    at: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    minutes_long: int = Field(default=120, ge=15, le=720)
    place: Phrase | Literal[""] = ""
    address: Phrase | Literal[""] = ""
    transport: Line | Literal[""] = ""
    wheelchair: Offer = ""
    hearing_loop: Offer = ""
    sign_language: Offer = ""
    childcare: Offer = ""
    online_url: str = Field(default="", pattern=r"^(https://\S+)?$")
    department: Key | None = None
    capacity: int | None = Field(default=None, ge=1)
    agenda: list[Line] = []
    registered: int = Field(default=0, ge=0, le=500)
    attendance: int | None = Field(default=None, ge=0)
    minutes: Text | Literal[""] = ""
    outcomes: list[OutcomeExample] = []


class WorkshopExample(Shape):
    """A workshop with its meetings."""

    example: Literal[True]
    key: Key
    slug: Key
    title: Name
    level: int = Field(ge=1, le=6)
    introduction: Introduction
    promise: list[Line] = Field(min_length=1)
    who_decides: str = Field(default="", max_length=250)
    department: Key | None = None
    opens_in_days: Days
    closes_in_days: Days
    answer_by_in_days: Days | None = None
    paper_information: str = Field(default="", max_length=600)
    commitments: list[Number] = []
    meetings: list[MeetingExample] = []


def check_workshops(
    workshops: list[WorkshopExample], departments: list[str], checks: Checks
) -> None:
    """Notes the faults between entries: names used twice or of nothing, meetings outside."""
    taken = _("“%(value)s” is already used on line %(line)d.")
    check_activities("workshops", workshops, departments, checks)
    for position, workshop in enumerate(workshops):
        path = ("workshops", position)
        checks.once((*path, "meetings"), workshop.meetings, "key", taken)
        for rank, meeting in enumerate(workshop.meetings):
            here = (*path, "meetings", rank)
            if not workshop.opens_in_days <= meeting.in_days < workshop.closes_in_days:
                checks.refuse((*here, "in_days"), _("the meeting is outside its workshop."))
            if meeting.department and meeting.department not in departments:
                message = _("there is no department whose key is “%(value)s”.")
                checks.refuse((*here, "department"), message % {"value": meeting.department})
