"""Reading workshops: the activity, one meeting, the figures of all its meetings."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, Sum

from ...models import Contribution
from ..models import Meeting, MeetingNote, Workshop

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

SHOWN_NOTES = 50


@dataclass(frozen=True)
class Figures:
    """The meetings of a workshop in numbers."""

    coming: int
    held: int
    # How many of those held said how many people came, and their sum.
    counted: int
    attendance: int
    outcomes: int


def workshop_of(slug: str) -> Workshop | None:
    """The workshop with its counters, its department and its verdict, by one query."""
    found = Workshop.objects.select_related("tally", "department", "promise_verdict")
    return found.filter(slug=slug).first()


def meeting_of(workshop: Workshop, number: int, user: "Reader") -> Meeting | None:
    """A published meeting of a workshop that this reader may see, by one query."""
    found = Meeting.objects.visible_to(user).filter(workshop=workshop, number=number)
    meeting = found.select_related("department", "minutes_document").first()
    if meeting is not None:
        meeting.workshop = workshop
    return meeting


def figures_of(workshop: Workshop, at: datetime) -> Figures:
    """What the head of the page counts; cancelled meetings are not; by two queries."""
    public = Meeting.objects.filter(workshop=workshop, is_public=True, is_cancelled=False)
    over = Q(ends_at__lte=at)
    found = public.aggregate(
        coming=Count("pk", filter=~over),
        held=Count("pk", filter=over),
        counted=Count("pk", filter=over & Q(attendance__isnull=False)),
        attendance=Sum("attendance", filter=over, default=0),
    )
    outcomes = public.aggregate(total=Count("outcomes"))["total"]
    return Figures(**found, outcomes=outcomes)


def next_open(workshop: Workshop, user: "Reader", at: datetime) -> Meeting | None:
    """The next meeting that may still be joined, if any."""
    found = Meeting.objects.visible_to(user).filter(
        workshop=workshop, is_cancelled=False, takes_registrations=True, starts_at__gt=at
    )
    return found.order_by("starts_at", "pk").first()


def notes_of(meeting: Meeting) -> list[Contribution]:
    """What was noted in a meeting and is published, by number, fifty at most."""
    keys = MeetingNote.objects.filter(meeting=meeting).published().order_by("number")
    found = keys.select_related("activity", "theme")[:SHOWN_NOTES]
    return list(found)


def citable_note(workshop: Workshop, number: int) -> MeetingNote | None:
    """One contribution that may be read at its own address, with its story and its meeting."""
    found: Any = MeetingNote.objects.filter(activity=workshop.pk, number=number).citable()
    related = found.with_story().select_related("theme", "meeting")
    note: MeetingNote | None = related.first()
    return note
