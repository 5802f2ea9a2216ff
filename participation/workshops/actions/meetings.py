"""Meetings: made one by one or in series, changed, cancelled, counted."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from portal.decisions import require

from ...actions.journal import log
from .. import rules
from ..enums import STANDING
from ..models import Meeting, Workshop
from ..notifications import mail_meeting_cancelled, mail_meeting_changed
from .seats import held_meeting, promote

if TYPE_CHECKING:
    from portal.accounts.models import User

# What the screens of a meeting write, and the form of its texts does not.
_KEPT = ("number", "seats_taken", "is_cancelled", "cancel_reason", "attendance")
# What those who registered must hear of.
_TOLD = ("starts_at", "ends_at", "place", "address", "online_url")


@transaction.atomic
def add_meeting(*, meeting: Meeting, by: "User | None") -> Meeting:
    """Keeps a new meeting under the next number of its workshop."""
    return add_meetings(meetings=[meeting], by=by)[0]


@transaction.atomic
def add_meetings(*, meetings: Sequence[Meeting], by: "User | None") -> list[Meeting]:
    """Keeps the meetings of one workshop, numbered on, in their order.

    Raises Refused(TOO_MANY_MEETINGS).
    """
    require(rules.may_add(len(meetings)))
    if not meetings:
        return []
    workshop_id = meetings[0].workshop_id
    # Held, so that two officers never give the same number.
    Workshop.objects.select_for_update(of=("self",)).get(pk=workshop_id)
    last = Meeting.objects.filter(workshop=workshop_id).aggregate(last=Max("number"))["last"] or 0
    for rank, meeting in enumerate(meetings, start=1):
        meeting.number = last + rank
        meeting.save()
    log("meetings.added", user=by, activity=workshop_id, count=len(meetings))
    return list(meetings)


@transaction.atomic
def change_meeting(*, meeting: Meeting, by: "User | None", at: datetime) -> Meeting:
    """Keeps what a form changed; tells the registered, gives new seats to who waits.

    Seats taken, attendance and cancellation stay as they are now, whatever the form was opened
    with. Nothing is told of a meeting that has begun or is cancelled. Raises
    Refused(BELOW_SEATED).
    """
    before = held_meeting(meeting.pk)
    require(rules.may_change_capacity(before, meeting.capacity))
    for name in _KEPT:
        setattr(meeting, name, getattr(before, name))
    meeting.workshop = before.workshop
    meeting.save()
    log("meeting.changed", user=by, meeting=meeting.pk)
    if rules.may_promote(meeting, at):
        if any(getattr(before, name) != getattr(meeting, name) for name in _TOLD):
            _tell_change(meeting, is_moved=before.starts_at != meeting.starts_at)
        promote(meeting, at)
    return meeting


def _tell_change(meeting: Meeting, *, is_moved: bool) -> None:
    standing = meeting.registrations.filter(state__in=STANDING)  # type: ignore[attr-defined]
    for registration in standing.exclude(email="").order_by("pk"):
        registration.meeting = meeting
        mail_meeting_changed(registration)
    if is_moved:
        standing.update(reminded_at=None)


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: "User | None", at: datetime) -> Meeting:
    """Says that a meeting does not take place, and why; those who registered are mailed.

    Its page stays, so that nobody comes for nothing. Raises Refused (MEETING_CANCELLED,
    MEETING_OVER).
    """
    held = held_meeting(meeting.pk)
    require(rules.may_cancel_meeting(held, at))
    held.is_cancelled, held.cancel_reason = True, reason
    held.save(update_fields=["is_cancelled", "cancel_reason"])
    standing = held.registrations.filter(state__in=STANDING)  # type: ignore[attr-defined]
    for registration in standing.exclude(email="").order_by("pk"):
        registration.meeting = held
        mail_meeting_cancelled(registration)
    log("meeting.cancelled", user=by, meeting=held.pk)
    return held


@transaction.atomic
def key_attendance(*, meeting: Meeting, count: int, by: "User | None", at: datetime) -> Meeting:
    """Writes how many people came. Raises Refused (NOT_OVER, MEETING_CANCELLED)."""
    held = held_meeting(meeting.pk)
    require(rules.may_key_attendance(held, at))
    held.attendance = count
    held.save(update_fields=["attendance"])
    log("meeting.attendance_keyed", user=by, meeting=held.pk)
    return held
