"""The shape of the fictitious regulated consultations: order, dossier, places, observations."""

from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field

from .demo_activities import check_activities
from .shapes import Checks, Introduction, Key, Line, Name, Number, Phrase, Shape, Text

Days = int
Clock = str


class PieceExample(Shape):
    """A piece of the dossier, or why there is none."""

    kind: str = Field(pattern=r"^[a-z_]+$")
    title: Phrase
    text: list[Line] = []
    absence: str = Field(default="", max_length=400)


class PlaceExample(Shape):
    """A place where the dossier may be read."""

    name: Phrase
    address: Phrase
    hours: Line
    has_terminal: bool = False
    access_note: str = Field(default="", max_length=300)


class SessionExample(Shape):
    """A permanence or a public meeting."""

    kind: Literal["permanence", "meeting"] = "permanence"
    in_days: Days
    at: Clock = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    minutes_long: int = Field(default=180, ge=15, le=720)
    place: Line


class ObservationExample(Shape):
    """Something that somebody wrote, some days ago."""

    channel: Literal["web", "email", "paper", "post", "oral"] = "web"
    days_ago: int = Field(ge=0)
    text: Text
    name: str = Field(default="", max_length=120)
    source: str = Field(default="", max_length=120)


class AdditionExample(Shape):
    """A piece added after the announcement."""

    days_ago: int = Field(ge=0)
    reason: Line
    piece: PieceExample


class InquiryExample(Shape):
    """A procedure that is open on the day of the demonstration."""

    example: Literal[True]
    key: Key
    slug: Key
    regime: Key
    title: Name
    introduction: Introduction
    promise: list[Line] = Field(min_length=1)
    who_decides: str = Field(default="", max_length=250)
    decisions: list[Line] = Field(min_length=1)
    authority: Phrase
    applicant: Phrase
    order_number: str = Field(max_length=60)
    order_title: Phrase
    posters: Line
    # Said at the foot of every fictitious document.
    disclaimer: Line
    seat: Line
    postal_address: Line
    mailbox: str
    responsible_name: Phrase
    responsible_phone: str = Field(max_length=30)
    help_contact: Line
    report_place: Line
    commissioner: Phrase
    commissioner_quality: Line
    announced_days_ago: int = Field(ge=1)
    opens_in_days: Days
    closes_in_days: Days
    commitments: list[Number] = []
    places: list[PlaceExample] = Field(min_length=1)
    sessions: list[SessionExample] = Field(min_length=1)
    dossier: list[PieceExample] = Field(min_length=1)
    additions: list[AdditionExample] = []
    observations: list[ObservationExample] = []


def check_inquiries(inquiries: list[InquiryExample], checks: Checks) -> None:
    """Notes the faults between entries: names used twice, moments outside the procedure."""
    check_activities("inquiries", inquiries, (), checks)
    for position, inquiry in enumerate(inquiries):
        path = ("inquiries", position)
        for rank, one in enumerate(inquiry.observations):
            if not inquiry.opens_in_days < -one.days_ago < inquiry.closes_in_days:
                here = (*path, "observations", rank, "days_ago")
                checks.refuse(here, _("the observation is outside its procedure."))
