"""Registering, the waiting list, cancelling, and what time brings."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from participation.enums import Reason
from participation.workshops import actions
from participation.workshops.enums import RegistrationState, WorkshopReason
from participation.workshops.models import Meeting, Registration
from portal.decisions import Refused
from portal.notifications.models import OutgoingMail
from tests.factories.workshops import (
    AgentWorkshopFactory,
    WorkshopFactory,
    meeting_of,
    registered,
)
from tests.support import clock

SEATED, WAITING, OFFERED = (
    RegistrationState.SEATED,
    RegistrationState.WAITING,
    RegistrationState.OFFERED,
)
pytestmark = pytest.mark.usefixtures("portal_site", "now")


def again(row: Any) -> Any:
    row.refresh_from_db()
    return row


def subjects() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("subject", flat=True))


def test_registering_keeps_the_seats_and_freezes_the_terms() -> None:
    meeting = meeting_of(capacity=4)

    made = registered(meeting, seats=3)

    assert (made.state, len(made.receipt)) == (SEATED, 10)
    assert (again(meeting).seats_taken, meeting.seats_left) == (3, 1)
    assert meeting.workshop.tally.frozen_at == clock.NOW


def test_a_seat_is_confirmed_by_mail_with_the_date_for_a_diary() -> None:
    meeting = meeting_of(online_url="https://visio.example/salle")

    registered(meeting, email="Lea@test.example")

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("lea@test.example", "Votre inscription est confirmée")
    ((name, kind, content),) = mail.attached
    assert (name, kind) == ("reunion.ics", "text/calendar")
    assert "SUMMARY:Réunion du mardi" in content
    assert "https://visio.example/salle" in mail.text


def test_without_any_address_nothing_is_mailed_and_the_number_is_enough() -> None:
    made = registered(meeting_of())

    assert OutgoingMail.objects.count() == 0
    assert made.url.endswith(f"/inscription/{made.receipt_display}/")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"takes_registrations": False}, WorkshopReason.NO_REGISTRATION),
        ({"is_cancelled": True}, WorkshopReason.MEETING_CANCELLED),
        ({"registration_closes_at": clock.NOW}, WorkshopReason.REGISTRATION_CLOSED),
        ({"starts_at": clock.NOW}, WorkshopReason.REGISTRATION_CLOSED),
        ({"capacity": 1}, WorkshopReason.TOO_MANY_SEATS),
    ],
)
def test_a_registration_is_refused_with_its_reason(fields: dict[str, Any], reason: Any) -> None:
    with pytest.raises(Refused) as refused:
        registered(meeting_of(**fields), seats=2)

    assert refused.value.reason == reason


def test_a_meeting_of_agents_takes_agents_only() -> None:
    with pytest.raises(Refused) as refused:
        registered(meeting_of(AgentWorkshopFactory.create()))

    assert refused.value.reason == Reason.AGENTS_ONLY


def test_a_full_meeting_without_a_list_refuses() -> None:
    meeting = meeting_of(capacity=1, has_waiting_list=False)
    registered(meeting)

    with pytest.raises(Refused) as refused:
        registered(meeting)

    assert refused.value.reason == WorkshopReason.FULL


def test_the_same_form_registers_once() -> None:
    meeting = meeting_of()
    registered(meeting, form_token="un")

    with pytest.raises(Refused) as refused:
        registered(meeting, form_token="un")

    assert refused.value.reason == WorkshopReason.ALREADY_SENT
    assert again(meeting).seats_taken == 1


def test_a_cancelled_seat_goes_to_the_first_who_waits() -> None:
    meeting = meeting_of(capacity=1)
    seated = registered(meeting, email="a@test.example", name="Ada", needs="Boucle")
    first = registered(meeting, email="b@test.example")
    second = registered(meeting, email="c@test.example")
    assert (first.state, second.state) == (WAITING, WAITING)

    actions.cancel_registration(registration=seated, at=clock.NOW)

    assert (again(first).state, again(second).state) == (OFFERED, WAITING)
    assert first.confirm_by == clock.NOW + timedelta(hours=settings.MEETING_CONFIRM_HOURS)
    assert (again(seated).name, seated.email, seated.needs) == ("", "", "")
    assert again(meeting).seats_taken == 1
    assert subjects()[-2:] == [
        "Votre inscription est annulée",
        "Une place est libre : confirmez-la",
    ]


def test_somebody_without_an_address_has_the_seat_at_once() -> None:
    meeting = meeting_of(capacity=1)
    seated = registered(meeting)
    waiting = registered(meeting, phone="01 23 45 67 89")

    actions.cancel_registration(registration=seated, at=clock.NOW)

    assert again(waiting).state == SEATED


def test_a_group_keeps_its_rank_while_smaller_ones_pass() -> None:
    meeting = meeting_of(capacity=4)
    pair, single = registered(meeting, seats=3), registered(meeting, seats=1)
    group, alone = registered(meeting, seats=2), registered(meeting, seats=1)

    actions.cancel_registration(registration=single, at=clock.NOW)
    assert (again(group).state, again(alone).state) == (WAITING, SEATED)

    actions.cancel_registration(registration=pair, at=clock.NOW)
    assert again(group).state == SEATED
    assert again(meeting).seats_taken == 3


def test_an_offer_is_confirmed_once() -> None:
    meeting = meeting_of(capacity=1)
    seated = registered(meeting)
    offered = registered(meeting, email="b@test.example")
    actions.cancel_registration(registration=seated, at=clock.NOW)

    actions.confirm_seat(registration=offered, at=clock.NOW)

    assert again(offered).state == SEATED
    with pytest.raises(Refused) as refused:
        actions.confirm_seat(registration=offered, at=clock.NOW)
    assert refused.value.reason == WorkshopReason.NOTHING_TO_CONFIRM


def test_an_offer_that_nobody_confirms_goes_to_the_next() -> None:
    meeting = meeting_of(capacity=1)
    seated = registered(meeting)
    first = registered(meeting, email="b@test.example")
    second = registered(meeting, email="c@test.example")
    actions.cancel_registration(registration=seated, at=clock.NOW)
    deadline = again(first).confirm_by

    assert actions.lapse_offers(at=deadline - clock.INSTANT) == 0
    with pytest.raises(Refused):
        actions.confirm_seat(registration=first, at=deadline)
    assert actions.lapse_offers(at=deadline) == 1

    assert again(first).state == RegistrationState.LAPSED
    assert (first.email, again(second).state) == ("", OFFERED)
    assert again(meeting).seats_taken == 1


def test_an_offer_never_lasts_beyond_the_beginning() -> None:
    meeting = meeting_of(capacity=1, starts_at=clock.NOW + timedelta(hours=3))
    seated = registered(meeting)
    waiting = registered(meeting, email="b@test.example")

    actions.cancel_registration(registration=seated, at=clock.NOW)

    assert again(waiting).confirm_by == meeting.starts_at


def test_nothing_is_cancelled_once_the_meeting_begins() -> None:
    meeting = meeting_of()
    made = registered(meeting)

    with pytest.raises(Refused) as refused:
        actions.cancel_registration(registration=made, at=meeting.starts_at)

    assert refused.value.reason == WorkshopReason.MEETING_OVER


def test_more_capacity_gives_seats_to_who_waits() -> None:
    meeting = meeting_of(capacity=1)
    registered(meeting)
    waiting = registered(meeting)
    stale = Meeting.objects.get(pk=meeting.pk)
    stale.capacity, stale.seats_taken = 2, 0

    actions.change_meeting(meeting=stale, by=None, at=clock.NOW)

    assert again(waiting).state == SEATED
    assert again(meeting).seats_taken == 2


def test_the_capacity_never_goes_below_the_seats_taken() -> None:
    meeting = meeting_of(capacity=3)
    registered(meeting, seats=3)
    meeting.capacity = 2

    with pytest.raises(Refused) as refused:
        actions.change_meeting(meeting=meeting, by=None, at=clock.NOW)

    assert refused.value.reason == WorkshopReason.BELOW_SEATED


def test_a_meeting_that_moves_is_told_and_reminded_again() -> None:
    meeting = meeting_of()
    made = registered(meeting, email="a@test.example")
    Registration.objects.update(reminded_at=clock.NOW)
    meeting.starts_at, meeting.ends_at = clock.days(8), clock.days(8) + timedelta(hours=1)

    actions.change_meeting(meeting=meeting, by=None, at=clock.NOW)

    assert subjects()[-1] == "La réunion change"
    assert again(made).reminded_at is None


def test_a_cancelled_meeting_is_told_to_all_who_stand() -> None:
    meeting = meeting_of(capacity=1)
    registered(meeting, email="a@test.example")
    registered(meeting, email="b@test.example")

    actions.cancel_meeting(meeting=meeting, reason="Salle fermée.", by=None, at=clock.NOW)

    assert subjects()[-2:] == ["La réunion est annulée"] * 2
    mail = OutgoingMail.objects.order_by("pk").last()
    assert mail is not None
    assert "STATUS:CANCELLED" in mail.attached[0][2]


def test_those_who_have_a_seat_are_reminded_once() -> None:
    meeting = meeting_of(capacity=1, starts_at=clock.days(2))
    registered(meeting, email="a@test.example")
    registered(meeting, email="b@test.example")
    soon = meeting.starts_at - timedelta(hours=settings.MEETING_REMINDER_HOURS)

    assert actions.remind(at=soon - clock.INSTANT) == 0
    assert actions.remind(at=soon) == 1
    assert actions.remind(at=soon) == 0

    mail = OutgoingMail.objects.order_by("pk").last()
    assert mail is not None
    assert (mail.to, mail.subject) == ("a@test.example", "Rappel : votre réunion a bientôt lieu")


def test_the_database_refuses_one_seat_too_many() -> None:
    meeting = meeting_of(capacity=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(seats_taken=2)


@pytest.mark.parametrize("seats", [0, 6])
def test_the_database_refuses_other_than_one_to_five_seats(seats: int) -> None:
    made = registered(meeting_of())

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=made.pk).update(seats=seats)


def test_an_offer_without_its_deadline_is_refused_by_the_database() -> None:
    made = registered(meeting_of())

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=made.pk).update(state=OFFERED)


def test_a_meeting_ends_after_it_begins() -> None:
    meeting = meeting_of()

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(ends_at=meeting.starts_at)


def test_a_registration_is_erased_some_days_after_its_needs() -> None:
    meeting = meeting_of()
    made = registered(meeting, needs="Une place près de la boucle", name="Ada")
    needs = meeting.ends_at + timedelta(days=settings.MEETING_NEEDS_DAYS)
    rest = meeting.ends_at + timedelta(days=settings.MEETING_REGISTRATION_DAYS)

    assert actions.erase_needs(at=needs) == 0
    assert actions.erase_needs(at=needs + clock.INSTANT, dry_run=True) == 1
    assert actions.erase_needs(at=needs + clock.INSTANT) == 1
    assert (again(made).needs, made.name) == ("", "Ada")
    assert actions.erase_registrations(at=rest) == 0
    assert actions.erase_registrations(at=rest + clock.INSTANT) == 1
    assert not Registration.objects.exists()
    assert again(meeting).seats_taken == 1


def test_numbers_go_on_within_each_workshop() -> None:
    one, other = WorkshopFactory.create(), WorkshopFactory.create()

    made = [meeting_of(one).number, meeting_of(one).number, meeting_of(other).number]

    assert made == [1, 2, 1]
