"""Many at once: one person has one ballot, nobody's is lost, sealing waits for those who cast."""

from collections import Counter
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from participation.budgets import ballot_box
from participation.budgets.actions.casting import Cast, enter_roll
from participation.budgets.actions.closing import seal_box
from participation.budgets.actions.opening import open_box, pause_vote
from participation.budgets.enums import BudgetReason, EnvelopeMode, VoteChannel
from participation.budgets.models import (
    Ballot,
    BallotBox,
    BoxSecret,
    SealedBallot,
    VoteEvent,
    VoterEntry,
)
from participation.budgets.queries.voting import has_receipt
from tests.support import clock
from tests.support.threads import together
from tests.support.votes import make_vote, make_voter, vote

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, work: Any) -> list[Any]:
    """The same as `together`, all starting at the same moment."""
    ready = Barrier(count)

    def run(number: int) -> Any:
        # Connected first: opening a connection takes longer than voting.
        connection.ensure_connection()
        ready.wait()
        return work(number)

    return together(count, run)


def test_one_voter_twice_at_once_has_one_ballot():
    budget = make_vote()
    open_box(budget=budget, at=clock.NOW)

    casts = at_once(2, lambda number: vote(budget, 1, 1 + number))

    assert sorted(cast.is_change for cast in casts) == [False, True]
    assert (Ballot.objects.count(), VoterEntry.objects.count()) == (1, 1)
    # The receipt that holds is that of the ballot which is there.
    assert sorted(has_receipt(budget, cast.receipt) for cast in casts) == [False, True]


def test_one_voter_twenty_times_at_once_has_one_ballot():
    budget = make_vote()

    casts = at_once(20, lambda number: vote(budget, 1, 1 + number % 6))

    assert Counter(cast.is_change for cast in casts) == {True: 19, False: 1}
    assert (Ballot.objects.count(), VoterEntry.objects.count()) == (1, 1)
    assert BallotBox.objects.count() == 1


def test_fifty_voters_at_once_open_one_box_and_lose_nothing():
    budget = make_vote()

    casts = at_once(50, lambda number: vote(budget, number, 1 + number % 6))

    assert Counter(cast.is_change for cast in casts) == {False: 50}
    assert all(has_receipt(budget, cast.receipt) for cast in casts)
    assert (Ballot.objects.count(), VoterEntry.objects.count()) == (50, 50)
    assert (BoxSecret.objects.count(), VoteEvent.objects.filter(kind="opened").count()) == (2, 1)


def test_two_people_under_one_name_at_once_have_one_ballot():
    budget = make_vote()
    open_box(budget=budget, at=clock.NOW)

    done = at_once(2, lambda number: vote(budget, 1, 1, mail=f"boite{number}@ville.example"))

    assert sorted(map(str, (type(one) is Cast for one in done))) == ["False", "True"]
    assert BudgetReason.SAME_PERSON in done
    assert Ballot.objects.count() == 1


def test_same_keys_in_another_order_never_wait_for_one_another_for_ever():
    budget = make_vote()
    open_box(budget=budget, at=clock.NOW)

    def cast(number: int) -> Any:
        # Two mailboxes crossed: each holds what the other one waits for.
        keys = {"account": str(number % 2), "mail": f"boite{number // 2 % 2}@ville.example"}
        return vote(budget, 1, 1, person="", **keys)

    done = at_once(8, cast)

    assert {type(one) for one in done} <= {Cast, BudgetReason}
    assert Ballot.objects.count() == VoterEntry.objects.count()


def test_changes_of_district_at_once_leave_roll_and_box_in_agreement():
    budget = make_vote(
        envelope_mode=EnvelopeMode.DISTRICTS, districts=[("port", 100_000), ("centre", 90_000)]
    )
    vote(budget, 1, 1, envelope="port")

    def cast(number: int) -> Any:
        place = ("port", "centre")[number % 2]
        return vote(budget, 1, 1 + number % 2, envelope=place)

    at_once(12, cast)

    assert VoterEntry.objects.get().envelope == Ballot.objects.get().envelope
    seal_box(budget=budget, at=clock.at_closing(budget))


def test_screen_and_paper_at_once_take_one_vote():
    budget = make_vote()
    open_box(budget=budget, at=clock.NOW)

    def work(number: int) -> Any:
        if number:
            return vote(budget, 1, 1, at=clock.NOW)
        voter = make_voter(budget, 1, channel=VoteChannel.BOOTH, mail="")
        return enter_roll(budget=budget, voter=voter, envelope="ville", at=clock.NOW)

    done = at_once(2, work)

    assert VoterEntry.objects.count() == 1
    refused = {BudgetReason.ALREADY_ON_PAPER, BudgetReason.ALREADY_ONLINE}
    assert len(refused & {one for one in done if isinstance(one, BudgetReason)}) == 1


def test_sealing_waits_for_ballots_being_cast_and_loses_none():
    budget = make_vote()
    vote(budget, 0, 1)
    last, end = clock.at_the_last_second(budget), clock.at_closing(budget)

    def work(number: int) -> Any:
        if number == 5:
            return seal_box(budget=budget, at=end)
        return [vote(budget, 100 * number + turn, 1, at=last).receipt for turn in range(5)]

    at_once(12, work)

    sealed = SealedBallot.objects.count()
    assert BallotBox.objects.get().sealed_at == end
    assert (Ballot.objects.count(), sealed) == (0, VoterEntry.objects.count())
    assert len(list(ballot_box.all_opened(budget, at=end))) == sealed


def test_what_was_acknowledged_before_sealing_is_in_the_sealed_box():
    budget = make_vote()
    open_box(budget=budget, at=clock.NOW)
    last, end = clock.at_the_last_second(budget), clock.at_closing(budget)

    def work(number: int) -> Any:
        if number == 0:
            return seal_box(budget=budget, at=end)
        return vote(budget, number, 1, at=last)

    done = at_once(16, work)

    cast = [one for one in done if isinstance(one, Cast)]
    refused = [one for one in done if isinstance(one, BudgetReason)]
    assert set(refused) <= {BudgetReason.CLOSED}
    assert len(cast) + len(refused) == 15
    assert all(has_receipt(budget, one.receipt) for one in cast)
    assert SealedBallot.objects.count() == len(cast) == VoterEntry.objects.count()


def test_vote_is_sealed_once_by_two_at_once():
    budget = make_vote()
    vote(budget, 1, 1)

    at_once(4, lambda _number: seal_box(budget=budget, at=clock.at_closing(budget)))

    assert VoteEvent.objects.filter(kind="sealed").count() == 1
    assert SealedBallot.objects.count() == 1


def test_nothing_enters_a_box_once_its_vote_is_interrupted():
    budget = make_vote()
    open_box(budget=budget, at=clock.NOW)

    def work(number: int) -> Any:
        if number == 0:
            return pause_vote(budget=budget, reason="Panne.", by=None, at=clock.NOW)
        return vote(budget, number, 1, at=clock.NOW)

    done = at_once(12, work)

    cast = [one for one in done if isinstance(one, Cast)]
    assert Ballot.objects.count() == len(cast)
    assert {one for one in done if isinstance(one, BudgetReason)} <= {BudgetReason.PAUSED}
