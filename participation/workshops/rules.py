"""Who may register for a meeting, when, and who comes next when a seat is free. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from portal.decisions import ALLOWED, Decision, refuse

from .enums import STANDING, RegistrationState, WorkshopReason

if TYPE_CHECKING:
    from .models import Meeting, Registration, Workshop

SEATS_MAXIMUM = 5
NEEDS_MAXIMUM = 200
SERIES_MAXIMUM = 200
R = TypeVar("R", bound="Registration")


def registration_ends_at(meeting: "Meeting") -> datetime:
    """The moment from which nobody registers: the one announced, else the beginning."""
    return min(meeting.registration_closes_at or meeting.starts_at, meeting.starts_at)


def may_register(meeting: "Meeting", at: datetime) -> Decision:
    """Whether the meeting takes registrations now; who may see it is the activity's matter."""
    if meeting.is_cancelled:
        return refuse(WorkshopReason.MEETING_CANCELLED)
    if not meeting.takes_registrations:
        return refuse(WorkshopReason.NO_REGISTRATION)
    if at >= registration_ends_at(meeting):
        return refuse(WorkshopReason.REGISTRATION_CLOSED)
    if meeting.seats_left == 0 and not meeting.has_waiting_list:
        return refuse(WorkshopReason.FULL)
    return ALLOWED


def may_hold(meeting: "Meeting", seats: int) -> Decision:
    """Whether so many seats can ever be given: the meeting has as many."""
    if meeting.capacity is not None and seats > meeting.capacity:
        return refuse(WorkshopReason.TOO_MANY_SEATS)
    return ALLOWED


def first_state(meeting: "Meeting", seats: int) -> RegistrationState | None:
    """Where a new registration stands: seated if its seats are free, else waiting, else nowhere.

    Those who wait pass first: at rest, none of them fits in what is free.
    """
    if meeting.seats_left is None or seats <= meeting.seats_left:
        return RegistrationState.SEATED
    if meeting.has_waiting_list:
        return RegistrationState.WAITING
    return None


def next_promoted(waiting: "Iterable[R]", seats_left: int | None) -> "R | None":
    """Who comes next, by order of arrival: the first whose seats are all free.

    A group for which there are not enough seats keeps its rank and comes as soon as there are;
    seats do not stay empty meanwhile. The rule is told on the form.
    """
    return next((each for each in waiting if seats_left is None or each.seats <= seats_left), None)


def promoted_state(registration: "Registration") -> RegistrationState:
    """An offer to confirm where there is an address to ask; a seat at once where there is none.

    Somebody without e-mail cannot be asked in time, and must not lose the seat for that.
    """
    return RegistrationState.OFFERED if registration.email else RegistrationState.SEATED


def confirm_by(meeting: "Meeting", at: datetime, *, hours: int) -> datetime:
    """Until when an offered seat is kept: so many hours, and the beginning at the latest."""
    return min(at + timedelta(hours=hours), meeting.starts_at)


def may_confirm(registration: "Registration", at: datetime) -> Decision:
    """Whether an offered seat can still be taken."""
    kept = registration.confirm_by is not None and at < registration.confirm_by
    if registration.meeting.is_cancelled:
        return refuse(WorkshopReason.MEETING_CANCELLED)
    if registration.state != RegistrationState.OFFERED or not kept:
        return refuse(WorkshopReason.NOTHING_TO_CONFIRM)
    return ALLOWED


def may_cancel(registration: "Registration", at: datetime) -> Decision:
    """Whether seats can still be given back: until the meeting begins."""
    if registration.state not in STANDING:
        return refuse(WorkshopReason.ALREADY_CANCELLED)
    if at >= registration.meeting.starts_at:
        return refuse(WorkshopReason.MEETING_OVER)
    return ALLOWED


def may_promote(meeting: "Meeting", at: datetime) -> bool:
    """Whether free seats still go to those who wait."""
    return not meeting.is_cancelled and at < meeting.starts_at


def may_read_link(registration: "Registration | None") -> bool:
    """Whether the address of the online meeting is shown: to who has a seat, to nobody else."""
    return registration is not None and registration.state == RegistrationState.SEATED


def may_cancel_meeting(meeting: "Meeting", at: datetime) -> Decision:
    """Whether a meeting can still be called off: before it begins, once."""
    if meeting.is_cancelled:
        return refuse(WorkshopReason.MEETING_CANCELLED)
    if at >= meeting.starts_at:
        return refuse(WorkshopReason.MEETING_OVER)
    return ALLOWED


def may_key_attendance(meeting: "Meeting", at: datetime) -> Decision:
    """Whether the number of people present can be keyed in: once the meeting has begun."""
    if meeting.is_cancelled:
        return refuse(WorkshopReason.MEETING_CANCELLED)
    if at < meeting.starts_at:
        return refuse(WorkshopReason.NOT_OVER)
    return ALLOWED


def may_change_capacity(meeting: "Meeting", capacity: int | None) -> Decision:
    """Whether the capacity may become this: never below the seats that people hold."""
    if capacity is not None and capacity < meeting.seats_taken:
        return refuse(WorkshopReason.BELOW_SEATED)
    return ALLOWED


def takes_place_within(workshop: "Workshop", starts_at: datetime) -> bool:
    """Whether a meeting begins while its workshop is open: people register and are heard then."""
    return workshop.opens_at <= starts_at < workshop.closes_at


def may_add(count: int) -> Decision:
    """Whether so many meetings may be made at once."""
    if count > SERIES_MAXIMUM:
        return refuse(WorkshopReason.TOO_MANY_MEETINGS)
    return ALLOWED


def moments_of_series(
    first: datetime, *, every_days: int, count: int, skip: "Iterable[object]" = ()
) -> list[datetime]:
    """The beginnings of a series, at the same hour of the city's clock whatever the season.

    `first` is naive, in the city's time; days in `skip` (holidays) are passed over, not replaced.
    """
    left_out = set(skip)
    moments = (first + timedelta(days=every_days * rank) for rank in range(count))
    return [moment for moment in moments if moment.date() not in left_out]
