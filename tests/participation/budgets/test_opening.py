"""Opening a box once, interrupting and resuming a vote in public, the roll of paper voters."""

import json

import pytest

from participation.budgets.actions.casting import cast_ballot, enter_roll, put_paper
from participation.budgets.actions.closing import seal_box
from participation.budgets.actions.opening import open_box, pause_vote, resume_vote
from participation.budgets.enums import BudgetReason, PaperKind, VoteChannel
from participation.budgets.models import (
    BallotBox,
    BoxSecret,
    SealedBallot,
    VoteEvent,
    VoterEntry,
)
from participation.budgets.queries.rules import latest_version
from participation.models import ActivityTally
from participation.rules import is_frozen
from portal.decisions import Refused
from tests.factories.budgets import BudgetFactory
from tests.support import clock
from tests.support.votes import make_vote, make_voter, vote

pytestmark = pytest.mark.django_db


def refusal_of(work, **kwargs):
    with pytest.raises(Refused) as refusal:
        work(**kwargs)
    return refusal.value.reason


def events(budget):
    return list(VoteEvent.objects.filter(budget=budget).values_list("kind", flat=True))


def test_box_opens_once_under_the_rules_in_force_and_freezes_the_terms():
    budget = make_vote()
    at = clock.at_opening(budget)

    box = open_box(budget=budget, at=at)
    again = open_box(budget=budget, at=clock.during(budget))

    version = latest_version(budget)
    assert (again.pk, again.opened_at, again.rules_id) == (box.pk, at, version.pk)
    assert sorted(BoxSecret.objects.values_list("kind", flat=True)) == ["link", "seal"]
    assert ActivityTally.objects.get(activity=budget).frozen_at == at
    budget.refresh_from_db()
    assert is_frozen(budget)
    assert events(budget) == ["rules_published", "opened"]
    told = VoteEvent.objects.get(kind="opened")
    assert json.loads(told.facts) == {"sha256": version.sha256, "version": 1}


def test_box_opens_neither_before_its_hour_nor_unpublished_nor_without_rules():
    budget = make_vote()
    unpublished = make_vote(live=False)
    unruled = BudgetFactory.create()

    assert refusal_of(open_box, budget=budget, at=clock.before(budget)) == BudgetReason.NOT_OPENED
    at = clock.at_opening(budget)
    assert refusal_of(open_box, budget=unpublished, at=at) == BudgetReason.NOT_OPENED
    assert refusal_of(open_box, budget=unruled, at=at) == BudgetReason.RULES_MISSING
    assert not BallotBox.objects.exists()
    assert not BoxSecret.objects.exists()


def test_vote_is_interrupted_and_resumed_in_public():
    budget, at = make_vote(), clock.NOW
    vote(budget, 1, 1, at=at)

    pause_vote(budget=budget, reason=" Une panne. ", by=None, at=at)
    assert refusal_of(_vote_again, budget=budget) == BudgetReason.PAUSED
    resume_vote(budget=budget, reason="Elle est réparée.", by=None, at=at)
    resume_vote(budget=budget, reason="Encore.", by=None, at=at)
    _vote_again(budget)

    assert events(budget) == ["rules_published", "opened", "paused", "resumed"]
    assert json.loads(VoteEvent.objects.get(kind="paused").facts) == {"reason": "Une panne."}


def _vote_again(budget):
    vote(budget, 1, 2, at=clock.NOW)


@pytest.mark.parametrize("work", [pause_vote, resume_vote])
def test_interrupting_asks_for_a_reason_and_an_open_box(work):
    budget, at = make_vote(), clock.NOW
    given = {"budget": budget, "by": None}

    assert refusal_of(work, reason="Panne.", at=at, **given) == BudgetReason.NOT_OPENED
    box = open_box(budget=budget, at=at)
    if work is resume_vote:
        BallotBox.objects.filter(pk=box.pk).update(paused_at=at)
    assert refusal_of(work, reason="  ", at=at, **given) == BudgetReason.REASON_MISSING
    closed = clock.at_closing(budget)
    assert refusal_of(work, reason="Panne.", at=closed, **given) == BudgetReason.CLOSED


def test_vote_interrupted_is_not_interrupted_again():
    budget, at = make_vote(), clock.NOW
    open_box(budget=budget, at=at)
    pause_vote(budget=budget, reason="Une panne.", by=None, at=at)

    given = {"budget": budget, "reason": "Encore.", "by": None, "at": at}
    assert refusal_of(pause_vote, **given) == BudgetReason.PAUSED


@pytest.mark.parametrize("channel", [VoteChannel.BOOTH, VoteChannel.POSTAL])
def test_paper_and_screen_exclude_one_another(channel):
    budget, at = make_vote(by_code=True), clock.NOW
    vote(budget, 1, 1, at=at)
    given = {"budget": budget, "envelope": "ville", "at": at}

    online_first = make_voter(budget, 1, channel=channel, mail="")
    assert refusal_of(enter_roll, voter=online_first, **given) == BudgetReason.ALREADY_ONLINE
    on_paper = make_voter(budget, 2, channel=channel, mail="")
    assert enter_roll(voter=on_paper, **given).channel == channel
    assert refusal_of(enter_roll, voter=on_paper, **given) == BudgetReason.ALREADY_ON_PAPER
    online = {"voter": make_voter(budget, 2), "choices": (("1", 1),), **given}
    assert refusal_of(cast_ballot, **online) == BudgetReason.ALREADY_ON_PAPER
    assert VoterEntry.objects.count() == 2


def test_online_nobody_enters_the_roll_without_a_ballot():
    budget = make_vote()
    given = {"budget": budget, "envelope": "ville", "at": clock.NOW}
    reason = refusal_of(enter_roll, voter=make_voter(budget, 1), **given)

    assert reason == BudgetReason.NOT_ELIGIBLE


def test_booth_closes_with_the_vote_and_envelopes_are_reconciled_until_the_count():
    budget = make_vote()
    open_box(budget=budget, at=clock.NOW)
    closed = clock.at_closing(budget)
    seal_box(budget=budget, at=closed)
    given = {"budget": budget, "envelope": "ville", "at": closed}

    at_booth = make_voter(budget, 1, channel=VoteChannel.BOOTH)
    assert refusal_of(enter_roll, voter=at_booth, **given) == BudgetReason.CLOSED
    by_post = make_voter(budget, 1, channel=VoteChannel.POSTAL)
    assert enter_roll(voter=by_post, **given).channel == VoteChannel.POSTAL
    wrong = {**given, "envelope": "nulle-part"}
    assert refusal_of(enter_roll, voter=by_post, **wrong) == BudgetReason.UNKNOWN_PROJECT
    BallotBox.objects.update(counted_at=closed)
    late = make_voter(budget, 2, channel=VoteChannel.POSTAL)
    assert refusal_of(enter_roll, voter=late, **given) == BudgetReason.ALREADY_COUNTED


def test_paper_ballot_is_sealed_until_counted():
    budget = make_vote()
    paper = {"budget": budget, "envelope": "ville", "channel": VoteChannel.BOOTH}
    assert refusal_of(put_paper, choices=(("1", 1),), **paper) == BudgetReason.NOT_OPENED
    open_box(budget=budget, at=clock.NOW)

    row = put_paper(choices=(("3", 1), ("1", 1)), **paper)
    blank = put_paper(kind=PaperKind.BLANK, choices=(("1", 1),), **paper)

    assert (row.choices, row.kind, blank.kind) == ("", "valid", "blank")
    assert len(row.sealed) == len(blank.sealed)
    assert refusal_of(put_paper, choices=(), **paper) == BudgetReason.EMPTY
    elsewhere = {**paper, "envelope": "nulle-part"}
    assert refusal_of(put_paper, **elsewhere) == BudgetReason.UNKNOWN_PROJECT
    BallotBox.objects.update(counted_at=clock.NOW)
    late = refusal_of(put_paper, choices=(("1", 1),), **paper)
    assert late == BudgetReason.ALREADY_COUNTED
    assert SealedBallot.objects.count() == 2
