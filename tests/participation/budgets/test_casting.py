"""Casting: a ballot and a line of the roll, together or not at all; changed until closing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.budgets import ballot_box
from participation.budgets.actions.casting import cast_ballot
from participation.budgets.actions.closing import seal_box
from participation.budgets.actions.opening import open_box
from participation.budgets.enums import BallotKind, BudgetReason, EnvelopeMode, KeyKind
from participation.budgets.models import (
    Ballot,
    BallotBox,
    CodeBatch,
    VoterEntry,
    VoterKey,
    VotingCode,
)
from participation.budgets.queries.voting import (
    entry_of,
    has_receipt,
    voter_count,
    voter_of_account,
)
from participation.budgets.voters import key_of
from portal.decisions import Refused
from tests.factories.accounts import UserFactory
from tests.support import clock
from tests.support.votes import make_vote, make_voter, vote

pytestmark = pytest.mark.django_db


def said(budget: Any) -> list[Any]:
    """What the ballots of an open box say, sorted; this test holds the keys."""
    box = BallotBox.objects.get(budget=budget)
    return sorted(
        (one.envelope, ballot_box.open_sealed(box, one.sealed)) for one in Ballot.objects.all()
    )


def refusal_of(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """The reason for which it is refused, nothing being written."""
    before = (Ballot.objects.count(), VoterEntry.objects.count(), VoterKey.objects.count())
    with pytest.raises(Refused) as refusal:
        work(*args, **kwargs)
    after = (Ballot.objects.count(), VoterEntry.objects.count(), VoterKey.objects.count())
    assert after == before
    return refusal.value.reason


def test_ballot_is_in_the_box_and_its_voter_on_the_roll():
    budget = make_vote()

    cast = vote(budget, 1, 3, 1)

    assert cast.is_change is False
    assert said(budget) == [("ville", (("1", 1), ("3", 1)))]
    entry = VoterEntry.objects.get()
    assert (entry.channel, entry.envelope) == ("online", "ville")
    assert entry.voted_on == timezone.localdate(clock.during(budget))
    assert sorted(VoterKey.objects.values_list("kind", flat=True)) == ["mail", "person"]
    assert entry_of(budget, make_voter(budget, 1)) == entry
    assert entry_of(budget, make_voter(budget, 2)) is None


def test_receipt_is_known_however_it_is_typed():
    budget = make_vote()

    receipt = vote(budget, 1, 3).receipt

    assert [len(group) for group in receipt.split("-")] == [4, 4, 4, 4]
    typed = receipt.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert has_receipt(budget, typed)
    assert not has_receipt(budget, "0000-0000-0000-0000")
    assert not has_receipt(budget, "")
    assert not has_receipt(budget, receipt[:-1] + "!")


def test_second_ballot_takes_the_place_of_the_first():
    budget = make_vote()
    first = vote(budget, 1, 1)

    second = vote(budget, 1, 2, 5)

    assert second.is_change is True
    assert said(budget) == [("ville", (("2", 1), ("5", 1)))]
    assert voter_count(budget) == 1
    assert not has_receipt(budget, first.receipt)
    assert has_receipt(budget, second.receipt)


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        (clock.before, BudgetReason.NOT_OPENED),
        (clock.at_opening, None),
        (clock.at_the_last_second, None),
        (clock.at_closing, BudgetReason.CLOSED),
        (clock.after, BudgetReason.CLOSED),
    ],
)
@pytest.mark.parametrize("is_opened", [True, False])
def test_box_takes_ballots_from_its_first_second_to_its_last(moment, reason, is_opened):
    budget = make_vote()
    if is_opened:
        open_box(budget=budget, at=clock.at_opening(budget))

    if reason is None:
        vote(budget, 1, 1, at=moment(budget))
    else:
        assert refusal_of(vote, budget, 1, 1, at=moment(budget)) == reason

    assert Ballot.objects.count() == VoterEntry.objects.count() == (reason is None)


def test_casting_makes_six_queries_and_changing_five():
    budget = make_vote()
    vote(budget, 1, 1)

    with CaptureQueriesContext(connection) as first:
        vote(budget, 2, 1, 2)
    with CaptureQueriesContext(connection) as change:
        vote(budget, 2, 3)

    def own(queries: Any) -> int:
        return len([one for one in queries if "SAVEPOINT" not in one["sql"]])

    assert (own(first), own(change)) == (6, 5)


def test_sealed_box_takes_nothing_even_when_the_clock_jumps_back():
    budget = make_vote()
    vote(budget, 1, 1)
    seal_box(budget=budget, at=clock.at_closing(budget))

    assert refusal_of(vote, budget, 1, 2, at=clock.during(budget)) == BudgetReason.CLOSED
    assert refusal_of(vote, budget, 2, 2, at=clock.during(budget)) == BudgetReason.CLOSED
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(
            budget=budget, envelope="ville", pseudonym="a" * 64, sealed="x", receipt_hash="b" * 64
        )


@pytest.mark.parametrize(
    ("choices", "reason"),
    [
        ((), BudgetReason.EMPTY),
        ((("9", 1),), BudgetReason.UNKNOWN_PROJECT),
        ((("01", 1),), BudgetReason.UNKNOWN_PROJECT),
        ((("1' OR 1=1", 1),), BudgetReason.UNKNOWN_PROJECT),
        ((("1", 1), ("1", 1)), BudgetReason.TWICE),
        ((("1", 2),), BudgetReason.TWICE),
        (tuple((str(one), 1) for one in range(1, 7)), BudgetReason.TOO_MANY),
    ],
)
def test_ballot_over_the_rules_is_not_taken(choices, reason):
    budget = make_vote()
    voter = make_voter(budget, 1)

    given = {"budget": budget, "voter": voter, "envelope": "ville", "at": clock.during(budget)}

    assert refusal_of(cast_ballot, choices=choices, **given) == reason


def test_ranking_is_kept_in_its_order_and_needs_each_rank_once():
    budget = make_vote(ballot_kind=BallotKind.RANKING, max_choices=3, rank_points="5,3,1")
    voter, at = make_voter(budget, 1), clock.during(budget)
    given = {"budget": budget, "voter": voter, "envelope": "ville", "at": at}

    cast_ballot(choices=(("2", 2), ("5", 1)), **given)

    assert said(budget) == [("ville", (("5", 1), ("2", 2)))]
    assert refusal_of(cast_ballot, choices=(("2", 1), ("5", 1)), **given) == BudgetReason.TWICE


def test_voting_in_another_district_replaces_the_ballot_of_the_first():
    budget = make_vote(
        envelope_mode=EnvelopeMode.DISTRICTS, districts=[("port", 100_000), ("centre", 90_000)]
    )
    vote(budget, 1, 1, envelope="port")

    again = vote(budget, 1, 2, envelope="centre")

    assert again.is_change
    assert said(budget) == [("centre", (("2", 1),))]
    assert VoterEntry.objects.get().envelope == "centre"
    wrong = refusal_of(vote, budget, 1, 1, envelope="centre")
    assert wrong == BudgetReason.UNKNOWN_PROJECT
    assert refusal_of(vote, budget, 1, 1, envelope="ville") == BudgetReason.UNKNOWN_PROJECT


def test_name_alone_never_replaces_a_ballot():
    budget = make_vote()
    vote(budget, 1, 1)

    reason = refusal_of(vote, budget, 1, 2, mail="autre@ville.example")

    assert reason == BudgetReason.SAME_PERSON
    assert said(budget) == [("ville", (("1", 1),))]


def test_shared_address_never_replaces_the_ballot_of_somebody_else():
    budget = make_vote()
    vote(budget, 1, 1)

    reason = refusal_of(vote, budget, 2, 2, mail="votant1@ville.example")

    assert reason == BudgetReason.OTHER_PERSON
    assert said(budget) == [("ville", (("1", 1),))]


def test_proofs_of_two_voters_together_are_refused():
    budget = make_vote()
    vote(budget, 1, 1)
    vote(budget, 2, 2)

    reason = refusal_of(vote, budget, 1, 3, mail="votant2@ville.example")

    assert reason == BudgetReason.TWO_VOTERS


def test_keys_seen_on_a_change_recognise_the_voter_afterwards():
    budget = make_vote(by_code=True)
    batch = CodeBatch.objects.create(budget=budget, label="Lettres", count=1, made_at=clock.NOW)
    VotingCode.objects.create(batch=batch, key=key_of(budget.pk, KeyKind.CODE, "ABCD1234"))
    vote(budget, 1, 1)

    vote(budget, 1, 2, account="12", code="ABCD1234")
    by_code = make_voter(budget, 1, mail="", person="", code="abcd-1234")
    again = cast_ballot(
        budget=budget,
        voter=by_code,
        envelope="ville",
        choices=(("3", 1),),
        at=clock.during(budget),
    )

    assert again.is_change
    assert voter_count(budget) == 1


def test_account_votes_with_each_of_its_proved_addresses():
    budget = make_vote()
    user = UserFactory.create()
    user.emailaddress_set.create(email="une@ville.example", verified=True)
    user.emailaddress_set.create(email="deux@ville.example", verified=False)
    voter = voter_of_account(budget, user)
    given = {"budget": budget, "envelope": "ville", "at": clock.during(budget)}
    cast_ballot(voter=voter, choices=(("1", 1),), **given)

    by_mail = make_voter(budget, 1, mail="UNE@ville.example", person="")
    assert cast_ballot(voter=by_mail, choices=(("2", 1),), **given).is_change
    other = make_voter(budget, 1, mail="deux@ville.example", person="")
    assert not cast_ballot(voter=other, choices=(("2", 1),), **given).is_change


def test_online_somebody_proves_who_votes_in_one_of_the_ways_of_the_rules():
    budget = make_vote(by_mail=False)

    assert refusal_of(vote, budget, 1, 1) == BudgetReason.NOT_ELIGIBLE
    assert refusal_of(vote, budget, 1, 1, mail="") == BudgetReason.NOT_ELIGIBLE
    assert vote(budget, 1, 1, account="7").is_change is False


def test_voter_of_before_a_new_secret_key_votes_once(settings):
    budget = make_vote()
    vote(budget, 1, 1)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "y" * 60

    assert vote(budget, 1, 2).is_change is True
    assert voter_count(budget) == 1


def test_database_refuses_a_second_ballot_key_or_receipt():
    budget = make_vote()
    vote(budget, 1, 1)
    vote(budget, 2, 1)
    one, other = Ballot.objects.all()
    first, last = VoterKey.objects.order_by("pk")[0], VoterKey.objects.order_by("-pk")[0]

    for row, field, value in (
        (one, "pseudonym", other.pseudonym),
        (one, "receipt_hash", other.receipt_hash),
        (first, "key", last.key),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{field: value})
