"""Casting: a ballot and a line of the roll, together or not at all; changed until closing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.budgets import ballot_box
from participation.budgets.enums import BudgetReason
from participation.budgets.models import (
    Ballot,
    BallotBox,
    VoterEntry,
    VoterKey,
)
from participation.budgets.queries.voting import has_receipt, voter_count
from portal.decisions import Refused
from tests.support import clock
from tests.support.votes import make_vote, vote

pytestmark = pytest.mark.django_db


def said(budget):
    """What the ballots of an open box say, sorted; this test holds the keys."""
    box = BallotBox.objects.get(budget=budget)
    return sorted(
        (one.envelope, ballot_box.open_sealed(box, one.sealed)) for one in Ballot.objects.all()
    )


def refused(work, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        work(*args, **kwargs)
    return refusal.value.reason


def test_ballot_is_in_the_box_and_its_voter_on_the_roll():
    budget = make_vote()

    cast = vote(budget, 1, 3, 1)

    assert cast.is_change is False
    assert said(budget) == [("ville", (("1", 1), ("3", 1)))]
    entry = VoterEntry.objects.get()
    assert (entry.channel, entry.envelope) == ("online", "ville")
    assert sorted(VoterKey.objects.values_list("kind", flat=True)) == ["mail", "person"]
    assert has_receipt(budget, cast.receipt.lower().replace("-", " "))
    assert not has_receipt(budget, "0000-0000-0000-0000")
    assert len(cast.receipt.replace("-", "")) == 16


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
def test_box_takes_ballots_from_its_first_second_to_its_last(moment, reason):
    budget = make_vote()

    if reason is None:
        vote(budget, 1, 1, at=moment(budget))
    else:
        assert refused(vote, budget, 1, 1, at=moment(budget)) == reason

    assert Ballot.objects.count() == VoterEntry.objects.count() == (reason is None)
    assert BallotBox.objects.exists() is (reason is None)


def test_casting_makes_seven_queries(django_assert_num_queries):
    budget = make_vote()
    vote(budget, 1, 1)

    with CaptureQueriesContext(connection) as first:
        vote(budget, 2, 1, 2)
    with CaptureQueriesContext(connection) as change:
        vote(budget, 2, 3)

    def own(queries):
        return [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]

    assert len(own(first)) == 7
    assert len(own(change)) == 5
