"""What came on paper: when it counts, which coupon serves, who may verify. As tables."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import paper_rules, receipts
from participation.enums import Moderation, Reason
from participation.forms.paper import number_in
from participation.ideas.models import IdeaConsultation
from participation.models import ActivityTally
from portal.decisions import ALLOWED, refuse
from tests.support.clock import PARIS

OPENS = datetime(2026, 5, 1, 9, 0, tzinfo=PARIS)
# Midnight: the last day is the thirty-first.
CLOSES = datetime(2026, 6, 1, 0, 0, tzinfo=PARIS)
ANSWERS = date(2026, 7, 15)
MAY, JUNE, JULY = (datetime(2026, month, 20, 10, 0, tzinfo=PARIS) for month in (5, 6, 7))


def call(**fields: Any) -> IdeaConsultation:
    given = {"opens_at": OPENS, "closes_at": CLOSES, "answer_by": ANSWERS, "live": True, **fields}
    return IdeaConsultation(**given)


@pytest.mark.parametrize(
    ("received_on", "at", "reason"),
    [
        (date(2026, 5, 20), MAY, None),
        (date(2026, 5, 1), MAY, None),
        (date(2026, 4, 30), MAY, Reason.RECEIVED_TOO_EARLY),
        (date(2026, 5, 21), MAY, Reason.RECEIVED_IN_FUTURE),
        # The call is over: what came in time counts until the answers are due.
        (date(2026, 5, 31), JUNE, None),
        (date(2026, 6, 1), JUNE, Reason.RECEIVED_TOO_LATE),
        (date(2026, 6, 20), JUNE, Reason.RECEIVED_TOO_LATE),
        (date(2026, 6, 21), JUNE, Reason.RECEIVED_IN_FUTURE),
        (date(2026, 5, 31), datetime(2026, 7, 15, 23, 59, tzinfo=PARIS), None),
        (date(2026, 5, 31), datetime(2026, 7, 16, 0, 0, tzinfo=PARIS), Reason.KEYING_OVER),
        (date(2026, 5, 31), JULY, Reason.KEYING_OVER),
    ],
)
def test_what_came_in_time_counts_until_the_answers_are_due(
    received_on: date, at: datetime, reason: Reason | None
) -> None:
    expected = refuse(reason) if reason else ALLOWED
    assert paper_rules.may_key_in(call(), received_on, at) == expected


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"live": False}, Reason.UNPUBLISHED),
        ({"answer_by": None}, None),
        ({"answer_by": None, "period_label": "Au printemps"}, Reason.KEYING_OVER),
        ({"answer_by": date(2026, 5, 2), "closes_at": JULY + timedelta(days=9)}, None),
    ],
)
def test_only_a_published_call_takes_papers(fields: dict[str, Any], reason: Reason | None) -> None:
    expected = refuse(reason) if reason else ALLOWED
    assert paper_rules.may_key_in(call(**fields), date(2026, 5, 31), JULY) == expected


def test_an_archived_call_takes_nothing() -> None:
    archived = call()
    archived.tally = ActivityTally(archived_at=JUNE)
    decision = paper_rules.may_key_in(archived, date(2026, 5, 31), JUNE)
    assert decision == refuse(Reason.ALREADY_ARCHIVED)


@pytest.mark.parametrize(
    ("received_on", "at", "moment"),
    [
        (date(2026, 5, 20), JUNE, datetime(2026, 5, 20, 12, 0, tzinfo=PARIS)),
        # Never before the call, nor after it, nor in the future.
        (date(2026, 5, 20), MAY, MAY),
        (date(2026, 5, 1), JUNE, datetime(2026, 5, 1, 12, 0, tzinfo=PARIS)),
    ],
)
def test_a_paper_is_filed_under_its_day(received_on: date, at: datetime, moment: datetime) -> None:
    assert paper_rules.moment_received(call(), received_on, at) == moment


def test_a_paper_is_filed_within_the_call() -> None:
    short = call(
        opens_at=datetime(2026, 5, 20, 14, 0, tzinfo=PARIS),
        closes_at=datetime(2026, 5, 20, 18, 0, tzinfo=PARIS),
    )
    assert paper_rules.moment_received(short, date(2026, 5, 20), JUNE) == short.opens_at
    morning = call(closes_at=datetime(2026, 5, 20, 9, 0, tzinfo=PARIS))
    filed = paper_rules.moment_received(morning, date(2026, 5, 20), JUNE)
    assert filed == morning.closes_at - timedelta(microseconds=1)


def coupon(activity_id: int, used_at: datetime | None = None) -> Any:
    return SimpleNamespace(batch=SimpleNamespace(activity_id=activity_id), used_at=used_at)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (coupon(7), None),
        (None, Reason.COUPON_UNKNOWN),
        (coupon(8), Reason.COUPON_ELSEWHERE),
        (coupon(8, MAY), Reason.COUPON_ELSEWHERE),
        (coupon(7, MAY), Reason.COUPON_USED),
    ],
)
def test_a_coupon_serves_once_for_its_own_call(found: Any, reason: Reason | None) -> None:
    expected = refuse(reason) if reason else ALLOWED
    assert paper_rules.may_use_coupon(found, 7) == expected


@pytest.mark.parametrize("state", Moderation)
@pytest.mark.parametrize(("keyed_by", "officer"), [(1, 1), (1, 2), (None, 2)])
def test_nobody_verifies_what_they_keyed_in(
    state: Moderation, keyed_by: int | None, officer: int
) -> None:
    contribution: Any = SimpleNamespace(moderation=state)
    decision = paper_rules.may_verify(contribution, keyed_by, officer)
    if state != Moderation.UNVERIFIED:
        assert decision == refuse(Reason.ALREADY_HANDLED)
    elif keyed_by == officer:
        assert decision == refuse(Reason.SAME_PERSON)
    else:
        assert decision == ALLOWED
    discarded = paper_rules.may_discard(contribution)
    assert bool(discarded) == (state == Moderation.UNVERIFIED)


def test_coupons_are_printed_before_and_during_a_call_only() -> None:
    before = OPENS - timedelta(days=9)
    allowed = [
        bool(paper_rules.may_print_coupons(call(), at)) for at in (before, MAY, CLOSES, JUNE)
    ]
    assert allowed == [True, True, False, False]


bodies = st.text(
    alphabet=receipts.ALPHABET, min_size=receipts.RANDOM_LENGTH, max_size=receipts.RANDOM_LENGTH
)


@given(
    bodies, st.sampled_from(["", "https://ville.example/suivi/", "HTTP://LOCALHOST:8000/SUIVI/"])
)
def test_a_number_is_read_from_its_code_as_from_the_paper(body: str, address: str) -> None:
    number = body + receipts.check_character(body)
    printed = receipts.display(number)
    assert number_in(f"{address}{printed}") == number
    assert number_in(f" {address}{printed.lower()}/ ") == number


@given(bodies, st.integers(0, receipts.LENGTH - 1), st.sampled_from(receipts.ALPHABET))
def test_a_number_mistyped_at_the_desk_is_never_taken_for_another(
    body: str, place: int, wrong: str
) -> None:
    number = body + receipts.check_character(body)
    mistyped = number[:place] + wrong + number[place + 1 :]
    expected = number if wrong == number[place] else None
    assert number_in(receipts.display(mistyped)) == expected
