"""Registering for a meeting, confirming, cancelling; what time brings to registrations."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction

from portal.decisions import Refused, require

from ... import receipts
from ... import rules as core_rules
from ...actions.journal import log
from ...models import ActivityTally
from .. import rules
from ..enums import RegistrationState, WorkshopReason
from ..models import Meeting, Registration
from ..notifications import mail_cancelled, mail_lapsed, mail_registered, mail_reminder
from .seats import end, held_meeting, held_registration, promote, take_seats

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.accounts.rules import Reader

_BATCH = 500


@transaction.atomic
def register(
    *,
    meeting: Meeting,
    at: datetime,
    seats: int = 1,
    reader: "Reader" = None,
    form_token: str | None = None,
    is_example: bool = False,
    **person: str,
) -> Registration:
    """Keeps so many seats, or a place on the waiting list; mails it when there is an address.

    `person` may hold name, email, phone, needs. `reader` must be allowed to take part in the
    activity. The first registration freezes the terms of the activity. Raises Refused (those of
    may_contribute, may_register, may_hold; FULL; ALREADY_SENT).
    """
    person["email"] = person.get("email", "").strip().lower()
    held = held_meeting(meeting.pk)
    require(core_rules.may_contribute(held.workshop, reader, at))
    require(rules.may_register(held, at))
    require(rules.may_hold(held, seats))
    state = rules.first_state(held, seats)
    if state is None:
        raise Refused(WorkshopReason.FULL)
    given = {"form_token": form_token, "is_example": is_example, **person}
    made = Registration(meeting=held, state=state, seats=seats, registered_at=at, **given)
    made.receipt = receipts.new_receipt()
    _store(made)
    if state == RegistrationState.SEATED:
        take_seats(held, seats)
    _freeze(held.workshop_id, at)
    log("registration.made", registration=made.pk, meeting=held.pk, state=str(state))
    mail_registered(made)
    return made


def _store(made: Registration) -> None:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        token = made.form_token
        if token and Registration.objects.filter(form_token=token).exists():
            raise Refused(WorkshopReason.ALREADY_SENT) from error
        raise


def _freeze(workshop_id: int, at: datetime) -> None:
    """People come on the strength of what was announced: from now on it changes in public."""
    ActivityTally.objects.get_or_create(activity_id=workshop_id)
    ActivityTally.objects.filter(activity=workshop_id, frozen_at=None).update(frozen_at=at)


@transaction.atomic
def confirm_seat(*, registration: Registration, at: datetime) -> Registration:
    """Takes an offered seat for good. Raises Refused (NOTHING_TO_CONFIRM, MEETING_CANCELLED)."""
    meeting = held_meeting(registration.meeting_id)
    held = held_registration(registration.pk, meeting)
    require(rules.may_confirm(held, at))
    held.state, held.confirm_by = RegistrationState.SEATED, None
    held.save(update_fields=["state", "confirm_by"])
    log("registration.confirmed", registration=held.pk, meeting=meeting.pk)
    mail_registered(held)
    return held


@transaction.atomic
def cancel_registration(
    *, registration: Registration, at: datetime, by: "User | None" = None
) -> Registration:
    """Gives the seats back, erases who it was, and offers the seats to who waits.

    Raises Refused (ALREADY_CANCELLED, MEETING_OVER).
    """
    meeting = held_meeting(registration.meeting_id)
    held = held_registration(registration.pk, meeting)
    require(rules.may_cancel(held, at))
    mail_cancelled(held)
    end(held, RegistrationState.CANCELLED, at)
    promote(meeting, at)
    log("registration.cancelled", user=by, registration=held.pk, meeting=meeting.pk)
    return held


def lapse_offers(*, at: datetime) -> int:
    """Takes back the seats that nobody confirmed in time, and offers them on; how many."""
    late = Registration.objects.filter(state=RegistrationState.OFFERED, confirm_by__lte=at)
    return sum(_lapse(pk, meeting, at) for pk, meeting in late.values_list("pk", "meeting_id"))


@transaction.atomic
def _lapse(pk: int, meeting_id: int, at: datetime) -> int:
    meeting = held_meeting(meeting_id)
    held = held_registration(pk, meeting)
    is_late = held.confirm_by is not None and held.confirm_by <= at
    if held.state != RegistrationState.OFFERED or not is_late:
        return 0
    mail_lapsed(held)
    end(held, RegistrationState.LAPSED, at)
    promote(meeting, at)
    log("registration.lapsed", registration=held.pk, meeting=meeting.pk)
    return 1


def remind(*, at: datetime) -> int:
    """Mails those who have a seat in a meeting that is near, once each; how many mails.

    A meeting that is moved reminds again: `change_meeting` forgets who was reminded.
    """
    soon = at + timedelta(hours=settings.MEETING_REMINDER_HOURS)
    due = Registration.objects.filter(
        state=RegistrationState.SEATED,
        reminded_at=None,
        meeting__is_cancelled=False,
        meeting__starts_at__gt=at,
        meeting__starts_at__lte=soon,
    ).exclude(email="")
    count = 0
    while keys := list(due.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        count += _remind(keys, at)
    return count


@transaction.atomic
def _remind(keys: list[int], at: datetime) -> int:
    held = Registration.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    found = held.select_related("meeting__workshop").order_by("pk")
    for registration in found:
        if registration.reminded_at is None and registration.email:
            mail_reminder(registration)
    Registration.objects.filter(pk__in=keys).update(reminded_at=at)
    log("registrations.reminded", count=len(keys))
    return len(keys)
