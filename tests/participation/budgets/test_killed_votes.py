"""kill -9 in the middle of a vote or of sealing: what was said is there, nothing is half done."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import connection

from participation.budgets import ballot_box
from participation.budgets.actions.closing import seal_box
from participation.budgets.models import (
    Ballot,
    BallotBox,
    BallotReceipt,
    BoxSecret,
    ParticipatoryBudget,
    SealedBallot,
    VoteEvent,
    VoterEntry,
    VoterKey,
)
from participation.budgets.queries.voting import has_receipt
from tests.support import clock
from tests.support.served import ROOT, database_url, until
from tests.support.votes import make_vote, vote

pytestmark = pytest.mark.django_db(transaction=True)
_PROCESS = "parvis-vote"


@contextmanager
def started(
    work: str, budget: ParticipatoryBudget, at: datetime, first: int = 0, stop: str = ""
) -> Iterator["subprocess.Popen[str]"]:
    """Another process at work on this database; killed at the end, if not before."""
    command = [sys.executable, "-m", "tests.support.vote_process"]
    process = subprocess.Popen(
        [*command, work, str(budget.pk), at.isoformat(), str(first), stop],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "TEST_DATABASE_URL": database_url(),
            "PGAPPNAME": _PROCESS,
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process: "subprocess.Popen[str]") -> None:
    """`kill -9`, then waits until the database noticed."""
    process.send_signal(signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    if connection.vendor == "postgresql":
        until(_nobody_left, "PostgreSQL still works for the dead")


def _nobody_left() -> bool:
    asked = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s"
    with connection.cursor() as cursor:
        cursor.execute(asked, [_PROCESS])
        return bool(cursor.fetchone() == (0,))


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def roll_and_box_agree(budget: ParticipatoryBudget) -> int:
    """How many voted; each has a line, two keys and a ballot that opens."""
    box = BallotBox.objects.get(budget=budget)
    entries = list(VoterEntry.objects.all())
    names = {ballot_box.pseudonym(box, entry.pk) for entry in entries}
    assert names == set(Ballot.objects.values_list("pseudonym", flat=True))
    assert VoterKey.objects.count() == 2 * len(entries)
    assert all(ballot_box.open_sealed(box, one.sealed) for one in Ballot.objects.all())
    return len(entries)


# The kinds of moments at which sealing may die, in their order.
SEALING = (
    'INSERT INTO "budgets_sealedballot"',
    'INSERT INTO "budgets_ballotreceipt"',
    'DELETE FROM "budgets_ballot"',
    'DELETE FROM "budgets_boxsecret"',
    'UPDATE "budgets_ballotbox"',
    'INSERT INTO "budgets_voteevent"',
)
CASTING = (
    'INSERT INTO "budgets_voterkey"',
    'INSERT INTO "budgets_ballot"',
    'DELETE FROM "budgets_ballotdraft"',
)


def test_ballot_that_was_acknowledged_is_in_the_box_after_a_kill():
    budget = make_vote()
    at = clock.during(budget)
    receipts: list[str] = []
    there = 0
    for acknowledged in (1, 12, 40):
        with started("cast", budget, at, there) as process:
            receipts += [said(process).split()[1] for _ in range(acknowledged)]
            kill(process)
        there = roll_and_box_agree(budget)
        assert there >= len(receipts)

    assert all(has_receipt(budget, receipt) for receipt in receipts)
    # Whoever got no answer votes again, and still has one ballot.
    for number in range(there + 1):
        vote(budget, number, 1, at=at)
    assert roll_and_box_agree(budget) == there + 1


def test_killed_between_the_roll_and_the_box_a_voter_has_neither():
    budget = make_vote()
    at = clock.during(budget)
    vote(budget, 0, 1, at=at)
    for statement in CASTING:
        with started("cast", budget, at, 1, statement) as process:
            assert said(process) == "STOPPED"
            kill(process)
        assert roll_and_box_agree(budget) == 1, statement

    assert vote(budget, 1, 2, at=at).is_change is False


def test_killed_while_it_seals_a_box_is_whole_and_seals_afterwards():
    budget = make_vote()
    receipts = [vote(budget, number, 1 + number % 6).receipt for number in range(20)]
    end = clock.at_closing(budget)
    for statement in SEALING:
        with started("seal", budget, end, 0, statement) as process:
            assert said(process) == "STOPPED"
            kill(process)
        assert roll_and_box_agree(budget) == 20, statement
        assert BallotBox.objects.get().sealed_at is None
        assert BoxSecret.objects.count() == 2
        assert not SealedBallot.objects.exists()
        assert not BallotReceipt.objects.exists()
        assert not VoteEvent.objects.filter(kind="sealed").exists()

    seal_box(budget=budget, at=end)
    assert len(list(ballot_box.all_opened(budget, at=end))) == 20
    assert all(has_receipt(budget, receipt) for receipt in receipts)
