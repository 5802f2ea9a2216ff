"""Keys and seals: nothing opens with the database alone, nothing sealed says its size or hour."""

import base64

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from participation.budgets import ballot_box
from participation.budgets.actions.opening import open_box
from participation.budgets.enums import BallotKind, BudgetReason, SecretKind
from participation.budgets.models import Ballot, BallotBox, BoxSecret
from participation.budgets.queries.rules import rules_in_force
from portal.decisions import Refused
from tests.support import clock
from tests.support.votes import make_vote, vote

pytestmark = pytest.mark.django_db
OTHER = "un-autre-secret-" + "z" * 50


@pytest.fixture
def box():
    return open_box(budget=make_vote(), at=clock.NOW)


def refusal_of(work, *args):
    with pytest.raises(Refused) as refusal:
        work(*args)
    return refusal.value.reason


def again(box):
    """The same box, as another process reads it."""
    return BallotBox.objects.get(pk=box.pk)


def test_sealed_ballot_opens_in_another_process_with_the_same_secret(box):
    choices = (("1", 1), ("5", 1))

    sealed = ballot_box.seal(box, choices)

    assert ballot_box.open_sealed(again(box), sealed) == choices


def test_same_ballot_is_never_sealed_twice_alike_and_all_are_of_one_length(box):
    least, most = (("1", 1),), tuple((str(one), 1) for one in range(1, 6))

    sealed = [ballot_box.seal(box, said) for said in (least, least, most, ()) for _ in range(5)]

    assert len(set(sealed)) == 20
    assert len({len(one) for one in sealed}) == 1


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (BallotKind.APPROVAL, {"max_choices": 12}),
        (BallotKind.POINTS, {"points": 1000, "points_each": 1000, "max_choices": 12}),
        (BallotKind.RANKING, {"rank_points": "12,11,10,9,8,7,6,5,4,3,2,1"}),
        (BallotKind.GRADES, {"max_choices": 12, "grades": "Bien\nMoyen\nMal"}),
    ],
)
def test_longest_ballot_of_each_kind_takes_no_more_room_than_the_shortest(kind, more):
    box = open_box(budget=make_vote(12, ballot_kind=kind, **more), at=clock.NOW)
    value = {BallotKind.POINTS: 1000, BallotKind.RANKING: 12}.get(kind, 1)

    longest = ballot_box.seal(box, tuple((str(one), value) for one in range(1, 13)))

    assert len(longest) == len(ballot_box.seal(box, (("1", 1),)))


def test_size_of_ballots_follows_the_rules_and_not_the_ballot():
    few = ballot_box.ballot_size(rules_in_force(make_vote(3)))
    many = ballot_box.ballot_size(rules_in_force(make_vote(120, max_choices=100)))

    assert (few, many) == (64, 1216)


def test_sealed_ballot_carries_no_hour(box):
    """Fernet would: its version, then the second when it was sealed."""
    one, other = (ballot_box.seal(box, (("1", 1),)) for _ in range(2))

    raw, raw_other = base64.urlsafe_b64decode(one), base64.urlsafe_b64decode(other)
    # A random nonce, the padded text, the tag; no byte in common but by chance.
    assert len(raw) == 12 + ballot_box.keys_of(box).size + 16
    assert sum(a == b for a, b in zip(raw, raw_other, strict=True)) < 12
    with pytest.raises(ValueError, match="token"):
        _hour_of(one)


def _hour_of(token: str) -> int:
    try:
        return Fernet(Fernet.generate_key()).extract_timestamp(token)
    except Exception as error:
        raise ValueError("no token of Fernet") from error


def test_ballot_moved_to_another_box_does_not_open(box):
    other = open_box(budget=make_vote(), at=clock.NOW)
    BoxSecret.objects.filter(box=other).delete()
    for secret in BoxSecret.objects.filter(box=box):
        BoxSecret.objects.create(box=other, kind=secret.kind, wrapped=secret.wrapped)

    sealed = ballot_box.seal(box, (("1", 1),))

    assert refusal_of(ballot_box.open_sealed, again(other), sealed) == BudgetReason.KEY_MISSING


def test_database_alone_opens_nothing(box, settings):
    vote(box.budget, 1, 1)
    sealed = Ballot.objects.get().sealed
    settings.BALLOT_BOX_SECRET = OTHER

    assert refusal_of(ballot_box.open_sealed, again(box), sealed) == BudgetReason.KEY_MISSING
    assert refusal_of(vote, box.budget, 2, 1) == BudgetReason.KEY_MISSING


def test_destroyed_key_gives_no_pseudonym_any_more(box):
    entry = box.budget.pk and BoxSecret.objects.get(kind=SecretKind.LINK)
    entry.delete()

    missing = refusal_of(ballot_box.draft_pseudonym, again(box), "preuve")

    assert missing == BudgetReason.KEY_MISSING
    assert ballot_box.open_sealed(again(box), ballot_box.seal(again(box), (("1", 1),)))
    BoxSecret.objects.all().delete()
    assert refusal_of(ballot_box.keys_of, again(box)) == BudgetReason.KEY_MISSING


def test_secret_changes_while_people_vote(box, settings, capsys):
    vote(box.budget, 1, 1)
    settings.BALLOT_BOX_SECRET_FALLBACKS = [settings.BALLOT_BOX_SECRET]
    settings.BALLOT_BOX_SECRET = OTHER
    assert vote(box.budget, 1, 2).is_change

    call_command("rewrap_ballot_keys")
    settings.BALLOT_BOX_SECRET_FALLBACKS = []

    assert capsys.readouterr().out.strip().endswith("2")
    assert vote(box.budget, 1, 3).is_change
    assert Ballot.objects.count() == 1


def test_lost_secret_is_said_and_changes_nothing(box, settings):
    before = list(BoxSecret.objects.values_list("wrapped", flat=True))
    settings.BALLOT_BOX_SECRET = OTHER

    with pytest.raises(CommandError):
        call_command("rewrap_ballot_keys")

    assert list(BoxSecret.objects.values_list("wrapped", flat=True)) == before
