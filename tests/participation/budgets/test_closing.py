"""Sealing: what leads from a voter to a ballot is gone, the ballots are all there."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from participation.budgets import ballot_box
from participation.budgets.actions.casting import put_paper
from participation.budgets.actions.closing import seal_box
from participation.budgets.actions.drafts import save_draft
from participation.budgets.actions.opening import open_box
from participation.budgets.enums import (
    BudgetReason,
    EnvelopeMode,
    PaperKind,
    SecretKind,
    VoteChannel,
)
from participation.budgets.models import (
    Ballot,
    BallotBox,
    BallotDraft,
    BallotReceipt,
    BoxSecret,
    SealedBallot,
    VoteEvent,
    VoterEntry,
)
from participation.budgets.queries.voting import draft_of, has_receipt, voter_count
from portal.decisions import Refused
from tests.support import clock
from tests.support.votes import make_vote, make_voter, vote

pytestmark = pytest.mark.django_db


def refusal_of(work, **kwargs):
    with pytest.raises(Refused) as refusal:
        work(**kwargs)
    return refusal.value.reason


def opened(budget):
    """Every ballot of a sealed box, sorted."""
    return sorted(ballot_box.all_opened(budget, at=clock.after(budget)))


def test_sealing_keeps_every_ballot_and_nothing_that_leads_to_it():
    budget = make_vote()
    receipts = [vote(budget, number, 1 + number % 6).receipt for number in range(30)]
    kept = set(Ballot.objects.values_list("pk", flat=True))
    before = set(Ballot.objects.values_list("sealed", flat=True))
    at = clock.at_closing(budget)

    box = seal_box(budget=budget, at=at)

    assert box.sealed_at == at
    online = ("ville", PaperKind.VALID, VoteChannel.ONLINE)
    expected = sorted((*online, ((str(1 + number % 6), 1),)) for number in range(30))
    assert opened(budget) == expected
    assert not Ballot.objects.exists()
    assert [one.kind for one in BoxSecret.objects.all()] == [SecretKind.SEAL]
    assert not kept & set(SealedBallot.objects.values_list("pk", flat=True))
    assert not before & set(SealedBallot.objects.values_list("sealed", flat=True))
    assert all(has_receipt(budget, receipt) for receipt in receipts)
    assert BallotReceipt.objects.count() == voter_count(budget) == 30


def test_sealing_is_told_in_the_journal_with_the_number_of_ballots():
    budget = make_vote()
    vote(budget, 1, 1)

    seal_box(budget=budget, at=clock.at_closing(budget))

    lines = VoteEvent.objects.filter(kind__in=["sealed", "key_destroyed"]).order_by("number")
    told = [(line.kind, json.loads(line.facts)) for line in lines]
    assert told == [("sealed", {"ballots": 1}), ("key_destroyed", {"key": "link"})]


def test_box_is_sealed_once_and_not_before_its_end():
    budget = make_vote()
    at = clock.at_closing(budget)
    assert refusal_of(seal_box, budget=budget, at=at) == BudgetReason.NOT_OPENED
    open_box(budget=budget, at=clock.NOW)
    early = clock.at_the_last_second(budget)
    assert refusal_of(seal_box, budget=budget, at=early) == BudgetReason.NOT_CLOSED

    seal_box(budget=budget, at=at)
    again = seal_box(budget=budget, at=clock.after(budget))

    assert again.sealed_at == at
    assert VoteEvent.objects.filter(kind="sealed").count() == 1


def test_box_that_differs_from_the_roll_is_not_sealed_and_somebody_is_told(caplog):
    caplog.set_level(logging.CRITICAL)
    budget = make_vote(
        envelope_mode=EnvelopeMode.DISTRICTS, districts=[("port", 100_000), ("centre", 90_000)]
    )
    vote(budget, 1, 1, envelope="port")
    vote(budget, 2, 2, envelope="centre")
    # As many in all, and yet not in each envelope.
    Ballot.objects.update(envelope="port")

    reason = refusal_of(seal_box, budget=budget, at=clock.at_closing(budget))

    assert reason == BudgetReason.COUNTS_DIFFER
    assert (Ballot.objects.count(), SealedBallot.objects.count()) == (2, 0)
    assert BallotBox.objects.get().sealed_at is None
    [alert] = [one for one in caplog.records if one.event == "budgets.roll_differs"]
    assert (alert.levelname, alert.ballots, alert.voters) == ("CRITICAL", 2, 2)


def test_stuffed_ballot_keeps_the_box_from_being_sealed():
    budget = make_vote()
    vote(budget, 1, 1)
    box = BallotBox.objects.get()
    Ballot.objects.create(
        budget=budget,
        envelope="ville",
        pseudonym="a" * 64,
        sealed=ballot_box.seal(box, (("2", 1),)),
        receipt_hash="b" * 64,
    )

    reason = refusal_of(seal_box, budget=budget, at=clock.at_closing(budget))

    assert reason == BudgetReason.COUNTS_DIFFER


def test_ballot_altered_in_the_database_keeps_the_box_from_being_sealed():
    budget = make_vote()
    vote(budget, 1, 1)
    row = Ballot.objects.get()
    Ballot.objects.update(
        sealed=row.sealed[:40] + ("A" if row.sealed[40] != "A" else "B") + row.sealed[41:]
    )

    reason = refusal_of(seal_box, budget=budget, at=clock.at_closing(budget))

    assert reason == BudgetReason.KEY_MISSING
    assert Ballot.objects.count() == 1


def test_paper_roll_is_not_expected_in_the_online_box():
    budget = make_vote()
    vote(budget, 1, 1)
    VoterEntry.objects.create(
        budget=budget, channel=VoteChannel.BOOTH, envelope="ville", voted_on=clock.NOW.date()
    )
    put_paper(budget=budget, envelope="ville", channel=VoteChannel.BOOTH, choices=(("2", 1),))

    seal_box(budget=budget, at=clock.at_closing(budget))

    said = [(one.channel, one.choices) for one in opened(budget)]
    assert said == [("booth", (("2", 1),)), ("online", (("1", 1),))]


def test_baskets_are_erased_at_closing():
    budget = make_vote()
    voter = make_voter(budget, 1)
    given = {"budget": budget, "voter": voter, "envelope": "ville"}
    save_draft(choices=(("1", 1),), contact="a@b.example", at=clock.NOW, **given)

    seal_box(budget=budget, at=clock.at_closing(budget))

    assert not BallotDraft.objects.exists()
    assert draft_of(budget, voter) is None
    closed = clock.at_closing(budget)
    late = refusal_of(save_draft, choices=(("1", 1),), contact="", at=closed, **given)
    assert late == BudgetReason.CLOSED


def test_nobody_reads_ballots_before_the_box_is_sealed():
    budget = make_vote()
    assert refusal_of(ballot_box.all_opened, budget=budget) == BudgetReason.EMBARGO
    vote(budget, 1, 1)
    late = clock.after(budget)
    # At once: not only once somebody asks for the first ballot.
    assert refusal_of(ballot_box.all_opened, budget=budget, at=late) == BudgetReason.EMBARGO
    seal_box(budget=budget, at=clock.at_closing(budget))

    early = clock.at_the_last_second(budget)
    assert refusal_of(ballot_box.all_opened, budget=budget, at=early) == BudgetReason.EMBARGO
    assert len(opened(budget)) == 1


def test_counted_ballots_are_read_without_any_key():
    budget = make_vote()
    vote(budget, 1, 1)
    seal_box(budget=budget, at=clock.at_closing(budget))
    put_paper(budget=budget, envelope="ville", channel=VoteChannel.BOOTH, kind=PaperKind.VOID)
    SealedBallot.objects.filter(kind=PaperKind.VALID).update(choices='[["1",1]]', sealed="")
    BoxSecret.objects.all().delete()

    said = [(one.kind, one.choices) for one in opened(budget)]

    assert said == [("valid", (("1", 1),)), ("void", ())]


def test_clock_that_jumped_ahead_closes_nothing():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no clock of its own")
    # By the database, the vote has an hour left.
    now = timezone.now()
    budget = make_vote(opens_at=now - timedelta(days=2), closes_at=now + timedelta(hours=1))
    vote(budget, 1, 1)

    with time_machine.travel(now + timedelta(hours=2)):
        reason = refusal_of(seal_box, budget=budget, at=timezone.now())

    assert reason == BudgetReason.CLOCK
    assert BallotBox.objects.get().sealed_at is None
    vote(budget, 2, 2, at=now)


def test_counted_box_gives_nothing_back_and_takes_nothing():
    budget = make_vote()
    vote(budget, 1, 1)
    seal_box(budget=budget, at=clock.at_closing(budget))
    BallotBox.objects.update(counted_at=clock.after(budget))

    for change in (
        lambda: SealedBallot.objects.update(choices="[]"),
        lambda: SealedBallot.objects.all().delete(),
        lambda: BallotReceipt.objects.all().delete(),
        lambda: BallotBox.objects.update(sealed_at=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
