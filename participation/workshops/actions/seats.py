"""The seats of a meeting: held under its lock, given back, offered to who waits."""

from datetime import datetime

from django.conf import settings

from ...actions.journal import log
from .. import rules
from ..enums import HOLDING, RegistrationState
from ..models import Meeting, Registration
from ..notifications import mail_offer, mail_registered

# What is forgotten as soon as a registration is over, whoever ended it.
PERSONAL = {"name": "", "email": "", "phone": "", "needs": ""}


def held_meeting(pk: int) -> Meeting:
    """The meeting as it is now, held until the end of the transaction.

    Whoever counts seats comes by here first, then takes the registrations: no deadlock.
    """
    held = Meeting.objects.select_for_update(of=("self",)).select_related("workshop__tally")
    return held.get(pk=pk)


def held_registration(pk: int, meeting: Meeting) -> Registration:
    """The registration as it is now, of a meeting that is held."""
    found = Registration.objects.select_for_update(of=("self",)).get(pk=pk)
    found.meeting = meeting
    return found


def take_seats(meeting: Meeting, seats: int) -> None:
    """Counts seats more (or less) of a held meeting; the database refuses one too many."""
    meeting.seats_taken += seats
    meeting.save(update_fields=["seats_taken"])


def end(registration: Registration, state: RegistrationState, at: datetime) -> None:
    """Ends a registration of a held meeting: its seats are free, what it said of a person gone."""
    if registration.state in HOLDING:
        take_seats(registration.meeting, -registration.seats)
    changes = {"state": state, "ended_at": at, "confirm_by": None, **PERSONAL}
    Registration.objects.filter(pk=registration.pk).update(**changes)
    for name, value in changes.items():
        setattr(registration, name, value)


def promote(meeting: Meeting, at: datetime) -> int:
    """Gives the free seats of a held meeting to those who wait, in order; how many registrations.

    Each is mailed; without an address the seat is given at once.
    """
    promoted = 0
    if not rules.may_promote(meeting, at):
        return promoted
    waiting = list(meeting.registrations.waiting().select_for_update(of=("self",)))  # type: ignore[attr-defined]
    while chosen := rules.next_promoted(waiting, meeting.seats_left):
        waiting.remove(chosen)
        chosen.meeting = meeting
        take_seats(meeting, chosen.seats)
        chosen.state, chosen.promoted_at = rules.promoted_state(chosen), at
        if chosen.state == RegistrationState.OFFERED:
            hours = settings.MEETING_CONFIRM_HOURS
            chosen.confirm_by = rules.confirm_by(meeting, at, hours=hours)
        chosen.save(update_fields=["state", "promoted_at", "confirm_by"])
        log("registration.promoted", registration=chosen.pk, meeting=meeting.pk)
        if chosen.state == RegistrationState.OFFERED:
            mail_offer(chosen)
        else:
            mail_registered(chosen)
        promoted += 1
    return promoted
