"""Rules of agents, as tables."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.accounts.models import User
from portal.agents import rules
from portal.agents.enums import AgentRefusal, KeyState, RequestState
from portal.agents.models import AgentRequest

AT = datetime(2026, 5, 11, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("email", "listed"),
    [
        ("a@ville.example", True),
        ("A@Ville.Example", True),
        ("a@sub.ville.example", False),
        ("a@xville.example", False),
        ("a@ville.example.evil.example", False),
        ("ville.example", False),
        ("", False),
    ],
)
def test_domain_of_an_address(email, listed):
    assert rules.is_listed(email, rules.domains_in("@ville.example\n\n CCAS.example. \n")) is listed


@pytest.mark.parametrize(
    ("is_agent", "verified", "is_waiting", "reason"),
    [
        (False, ["a@ville.example"], False, None),
        (False, ["a@home.example", "a@ville.example"], False, None),
        (False, ["a@home.example"], False, AgentRefusal.DOMAIN_NOT_LISTED),
        (False, [], False, AgentRefusal.DOMAIN_NOT_LISTED),
        (False, ["a@ville.example"], True, AgentRefusal.ALREADY_ASKED),
        (True, ["a@ville.example"], False, AgentRefusal.ALREADY_AGENT),
    ],
)
def test_who_may_ask(is_agent, verified, is_waiting, reason):
    user = User(is_agent=is_agent)
    decision = rules.may_ask(
        user, verified=verified, domains={"ville.example"}, is_waiting=is_waiting
    )

    assert decision.reason == reason


@pytest.mark.parametrize(
    ("state", "by", "reason"),
    [
        (RequestState.WAITING, 2, None),
        (RequestState.WAITING, 1, AgentRefusal.SAME_PERSON),
        (RequestState.CONFIRMED, 2, AgentRefusal.ALREADY_DECIDED),
        (RequestState.REFUSED, 2, AgentRefusal.ALREADY_DECIDED),
    ],
)
def test_who_may_decide(state, by, reason):
    assert rules.may_decide(AgentRequest(state=state, user_id=1), User(pk=by)).reason == reason


@pytest.mark.parametrize(
    ("used_at", "cancelled_at", "expires_at", "state"),
    [
        (None, None, AT + DAY, KeyState.READY),
        (None, None, AT, KeyState.EXPIRED),
        (AT, None, AT - DAY, KeyState.USED),
        (None, AT, AT + DAY, KeyState.CANCELLED),
    ],
)
def test_state_of_a_key(used_at, cancelled_at, expires_at, state):
    found = rules.key_state(
        used_at=used_at, cancelled_at=cancelled_at, expires_at=expires_at, at=AT
    )

    assert found == state
    assert bool(rules.may_use(found)) is (state == KeyState.READY)


@pytest.mark.parametrize(
    ("ends_on", "may_end", "is_over"),
    [
        (None, True, False),
        (date(2026, 5, 12), True, False),
        (date(2026, 5, 11), True, False),
        (date(2026, 5, 10), False, True),
    ],
)
def test_last_day_is_included(ends_on, may_end, is_over):
    assert bool(rules.may_end_on(ends_on, AT)) is may_end
    assert rules.is_over(ends_on, AT) is is_over


@pytest.mark.parametrize(("count", "allowed"), [(0, False), (1, True), (500, True), (501, False)])
def test_codes_at_once(count, allowed):
    assert bool(rules.may_print(count)) is allowed


def test_days_waiting_are_calendar_days():
    assert rules.days_waiting(AT - timedelta(hours=14), AT) == 1
    assert rules.days_waiting(AT, AT) == 0
