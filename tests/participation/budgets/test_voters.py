"""By what a voter is recognised, and what it means to meet somebody on the roll. No database."""

from datetime import date
from uuid import UUID

import pytest

from participation.budgets.enums import BudgetReason, KeyKind, VoteChannel
from participation.budgets.voters import (
    FoundKey,
    Voter,
    key_of,
    known_voter,
    may_enter,
    person_value,
    plain_value,
)

ONLINE, BOOTH, POSTAL = VoteChannel.ONLINE, VoteChannel.BOOTH, VoteChannel.POSTAL
MAIL, PERSON, ACCOUNT, CODE = KeyKind.MAIL, KeyKind.PERSON, KeyKind.ACCOUNT, KeyKind.CODE
BORN = date(1980, 2, 3)


@pytest.mark.parametrize(
    ("surname", "first_names"),
    [
        ("Lefèvre", "Anne-Marie"),
        ("LEFEVRE", "anne marie"),
        ("Anne Marie", "Lefèvre"),
        (" lefèvre ", "Marie  Anne"),
    ],
)
def test_person_is_the_same_whatever_the_accents_and_order_of_names(surname, first_names):
    assert person_value(surname, first_names, BORN) == "anne lefevre marie|1980-02-03"


def test_another_birth_date_is_another_person():
    assert person_value("Lefèvre", "Anne", BORN) != person_value(
        "Lefèvre", "Anne", date(1980, 3, 2)
    )


@pytest.mark.parametrize(
    ("kind", "typed", "plain"),
    [
        (MAIL, " Camille+vote@Ville.Example ", "camille@ville.example"),
        (MAIL, "camille@ville.example", "camille@ville.example"),
        (KeyKind.PHONE, "06 12 34 56 78", "33612345678"),
        (KeyKind.PHONE, "+33 6 12 34 56 78", "33612345678"),
        (KeyKind.PHONE, "0033612345678", "33612345678"),
        (CODE, "k7qx-9d2m", "K7QX9D2M"),
        (ACCOUNT, "42", "42"),
    ],
)
def test_one_mailbox_one_telephone_and_one_code_serve_once(kind, typed, plain):
    assert plain_value(kind, typed) == plain


def test_key_tells_nothing_and_serves_one_budget_only():
    key = key_of(1, MAIL, "camille@ville.example")

    assert "camille" not in key
    assert len(key) == 64
    assert key == key_of(1, MAIL, "CAMILLE@ville.example")
    assert len({key, key_of(2, MAIL, "camille@ville.example"), key_of(1, CODE, "camille")}) == 3


def test_voter_known_under_a_former_key_is_the_same(settings):
    before = known_voter(1, ONLINE, [(MAIL, "camille@ville.example")])
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "y" * 60

    after = known_voter(1, ONLINE, [(MAIL, "camille@ville.example")])

    assert after.keys != before.keys
    assert after.former == before.keys
    assert set(before.all_hashes) < set(after.all_hashes)


def test_proofs_come_surest_first_and_a_name_is_none():
    voter = known_voter(1, ONLINE, [(PERSON, "x"), (MAIL, "a@b.example"), (ACCOUNT, "3")])

    assert [kind for kind, _key in voter.proofs] == [ACCOUNT, MAIL]
    assert voter.person == key_of(1, PERSON, "x")
    assert known_voter(1, ONLINE, [(MAIL, "")]) == Voter(ONLINE, ())


def _found(*kinds: KeyKind, channel: VoteChannel = ONLINE, entry: int = 1) -> list[FoundKey]:
    return [FoundKey(kind, str(kind), UUID(int=entry), channel) for kind in kinds]


@pytest.mark.parametrize(
    ("channel", "found", "reason"),
    [
        (ONLINE, [], None),
        (BOOTH, [], None),
        (ONLINE, _found(MAIL), None),
        (ONLINE, _found(MAIL, PERSON), None),
        (ONLINE, _found(PERSON), BudgetReason.SAME_PERSON),
        (ONLINE, _found(MAIL) + _found(PERSON, entry=2), BudgetReason.TWO_VOTERS),
        (ONLINE, _found(MAIL) + _found(CODE, entry=2), BudgetReason.TWO_VOTERS),
        (ONLINE, _found(PERSON, channel=BOOTH), BudgetReason.ALREADY_ON_PAPER),
        (ONLINE, _found(CODE, channel=POSTAL), BudgetReason.ALREADY_ON_PAPER),
        (BOOTH, _found(PERSON), BudgetReason.ALREADY_ONLINE),
        (POSTAL, _found(CODE), BudgetReason.ALREADY_ONLINE),
        (BOOTH, _found(PERSON, channel=BOOTH), BudgetReason.ALREADY_ON_PAPER),
        (POSTAL, _found(PERSON, channel=BOOTH), BudgetReason.ALREADY_ON_PAPER),
    ],
)
def test_who_may_enter_the_roll(channel, found, reason):
    assert may_enter(Voter(channel, ()), found).reason == reason


def test_proof_shared_by_two_people_replaces_no_ballot():
    decision = may_enter(Voter(ONLINE, ()), _found(MAIL), other_person=True)

    assert decision.reason == BudgetReason.OTHER_PERSON
