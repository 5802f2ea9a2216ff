"""Many people at once at the door of a meeting: never one seat too many, never one lost."""

from typing import Any

import pytest

from participation.workshops import actions
from participation.workshops.enums import HOLDING, RegistrationState
from participation.workshops.models import Meeting, Registration
from tests.factories.cms import make_site
from tests.factories.workshops import meeting_of, registered
from tests.support import clock
from tests.support.threads import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("now")]


@pytest.fixture(autouse=True)
def _site(db: None) -> None:
    make_site()


def seats_held() -> int:
    return Registration.objects.filter(state__in=HOLDING).seats()


def test_forty_people_at_once_never_overbook() -> None:
    meeting = meeting_of(capacity=10)

    def come(number: int) -> Any:
        return registered(meeting, seats=number % 3 + 1).state

    together(40, come)

    taken = Meeting.objects.get(pk=meeting.pk).seats_taken
    assert taken == seats_held() <= 10
    assert Registration.objects.count() == 40
    waiting = Registration.objects.filter(state=RegistrationState.WAITING)
    assert not waiting.filter(seats__lte=10 - taken).exists()


def test_one_form_sent_by_twenty_browsers_registers_once() -> None:
    meeting = meeting_of(capacity=10)

    together(20, lambda _number: registered(meeting, form_token="le-meme").pk)

    assert Registration.objects.count() == 1
    assert Meeting.objects.get(pk=meeting.pk).seats_taken == 1


def test_cancelling_and_coming_at_once_keep_the_count_right() -> None:
    meeting = meeting_of(capacity=6)
    there = [registered(meeting) for _number in range(6)]
    waiting = [registered(meeting, email=f"a{number}@test.example") for number in range(3)]

    def act(number: int) -> Any:
        if number % 2:
            return registered(meeting).state
        return actions.cancel_registration(registration=there[number // 2], at=clock.NOW).state

    together(12, act)

    assert Meeting.objects.get(pk=meeting.pk).seats_taken == seats_held() == 6
    # Who came first on the list had a seat before anybody who came during the race.
    assert {Registration.objects.get(pk=each.pk).state for each in waiting} == {
        RegistrationState.OFFERED
    }


def test_confirming_while_the_offer_lapses_gives_one_seat_to_one() -> None:
    meeting = meeting_of(capacity=1)
    seated = registered(meeting)
    first = registered(meeting, email="a@test.example")
    registered(meeting, email="b@test.example")
    actions.cancel_registration(registration=seated, at=clock.NOW)
    first.refresh_from_db()
    deadline = first.confirm_by
    assert deadline is not None

    def act(number: int) -> Any:
        if number % 2:
            return actions.lapse_offers(at=deadline)
        return actions.confirm_seat(registration=first, at=deadline - clock.INSTANT).state

    together(8, act)

    assert Meeting.objects.get(pk=meeting.pk).seats_taken == seats_held() == 1


def test_two_officers_never_give_one_number_to_two_meetings() -> None:
    workshop = meeting_of().workshop

    numbers = together(8, lambda _number: meeting_of(workshop).number)

    assert sorted(numbers) == list(range(2, 10))
