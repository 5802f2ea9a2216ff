"""What is believed of an answer: each claim, at its bounds, without database."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.identity.enums import Reason
from portal.identity.rules import (
    Expected,
    acr_suffices,
    is_assisted,
    may_believe_details,
    may_believe_identity,
    may_enter_as_agent,
    may_link,
    may_unlink,
    used_second_factor,
)

AT = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
EXPECTED = Expected("https://op.example/api/v2", "ville", "n" * 43, ("eidas1",))
GOOD = {
    "iss": "https://op.example/api/v2",
    "aud": "ville",
    "sub": "abc",
    "iat": AT.timestamp(),
    "exp": AT.timestamp() + 60,
    "nonce": "n" * 43,
    "acr": "eidas1",
}


def test_good_identity_is_believed():
    assert may_believe_identity(GOOD, EXPECTED, at=AT)
    assert may_believe_identity({**GOOD, "aud": ["ville"], "azp": "ville"}, EXPECTED, at=AT)


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "iat", "exp", "nonce", "acr"])
@pytest.mark.parametrize("value", [None, "", 0, [], {}, True, "é"])
def test_each_claim_must_be_right(claim, value):
    assert not may_believe_identity({**GOOD, claim: value}, EXPECTED, at=AT)


@pytest.mark.parametrize("claim", GOOD)
def test_each_claim_must_be_there(claim):
    assert not may_believe_identity(
        {name: value for name, value in GOOD.items() if name != claim}, EXPECTED, at=AT
    )


def test_empty_nonce_answers_nothing():
    expected = Expected(EXPECTED.issuer, "ville", "", ())

    decision = may_believe_identity({**GOOD, "nonce": ""}, expected, at=AT)

    assert decision.reason == Reason.NONCE_WRONG


@pytest.mark.parametrize(
    ("seconds", "reason"),
    [
        (-31, Reason.TOKEN_EARLY),
        (-30, None),
        (0, None),
        (89, None),
        (90, Reason.TOKEN_EXPIRED),
        (700, Reason.TOKEN_EXPIRED),
    ],
)
def test_moments_at_their_bounds(seconds, reason):
    """Thirty seconds for the clocks of two servers, before and after."""
    assert may_believe_identity(GOOD, EXPECTED, at=AT + timedelta(seconds=seconds)).reason == reason


def test_old_token_is_refused_even_when_it_lasts():
    lasting = {**GOOD, "exp": AT.timestamp() + 86_400}

    assert may_believe_identity(lasting, EXPECTED, at=AT + timedelta(seconds=600))
    late = may_believe_identity(lasting, EXPECTED, at=AT + timedelta(seconds=601))
    assert late.reason == Reason.TOKEN_EXPIRED


@pytest.mark.parametrize(
    ("acr", "accepted", "enough"),
    [
        ("eidas1", ("eidas1",), True),
        ("eidas3", ("eidas1",), True),
        ("eidas1", ("eidas2",), False),
        ("eidas2", ("eidas3", "eidas2"), True),
        ("eidas9", ("eidas1",), False),
        (None, ("eidas1",), False),
        (["eidas1"], ("eidas1",), False),
        (None, (), True),
        ("https://p.example/2fa", ("https://p.example/2fa",), True),
        ("https://p.example/1fa", ("https://p.example/2fa",), False),
        ("eidas3", ("https://p.example/2fa",), False),
    ],
)
def test_levels(acr, accepted, enough):
    assert bool(acr_suffices(acr, accepted)) is enough


def test_details_are_about_the_same_person():
    details = {"iss": GOOD["iss"], "aud": "ville", "sub": "abc"}

    assert may_believe_details(details, EXPECTED, subject="abc", at=AT)
    other = may_believe_details(details, EXPECTED, subject="abd", at=AT)
    assert other.reason == Reason.SUBJECT_DIFFERS


@pytest.mark.parametrize(
    ("siret", "enters"),
    [("21940041700018", True), ("21940041700019", False), (None, False), (21940041700018, False)],
)
def test_employer(siret, enters):
    assert bool(may_enter_as_agent(siret, ("21940041700018",))) is enters
    assert not may_enter_as_agent(siret, ())


@pytest.mark.parametrize(
    ("amr", "used"),
    [
        (["mfa"], True),
        (["pwd", "totp"], True),
        (["pop"], True),
        (["pwd"], False),
        ("mfa", False),
        (None, False),
        ([["mfa"]], False),
    ],
)
def test_second_factor(amr, used):
    assert used_second_factor(amr) is used


def test_help_of_an_aide():
    assert is_assisted({"rep_scope": ["Argent-Impots"]})
    assert not is_assisted({"rep_scope": []})
    assert not is_assisted({})


@pytest.mark.parametrize(
    ("owner", "has_one", "reason"),
    [
        (None, False, None),
        (None, True, Reason.HAS_ONE_ALREADY),
        (1, True, None),
        (2, False, Reason.LINKED_ELSEWHERE),
        (2, True, Reason.LINKED_ELSEWHERE),
    ],
)
def test_linking(owner, has_one, reason):
    assert may_link(owner=owner, user=1, has_one=has_one).reason == reason


@pytest.mark.parametrize(
    ("password", "others", "code", "allowed"),
    [
        (False, 0, False, False),
        (True, 0, False, True),
        (False, 1, False, True),
        (False, 0, True, True),
    ],
)
def test_unlinking(password, others, code, allowed):
    decision = may_unlink(has_password=password, other_identities=others, has_mail_code=code)

    assert bool(decision) is allowed
