"""Sealing a box when its vote is over: ballots mixed under new names, the link key destroyed."""

import logging
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.db.models import Count

from portal.decisions import Refused, require

from .. import ballot_box, rules
from ..enums import BudgetReason, SecretKind, VoteChannel, VoteEventKind
from ..models import (
    Ballot,
    BallotBox,
    BallotDraft,
    BallotReceipt,
    BoxSecret,
    ParticipatoryBudget,
    SealedBallot,
    VoterEntry,
)
from .journal import record
from .opening import held_budget
from .tidying import tidy_tables

logger = logging.getLogger("participation")

_BATCH = 1_000


def seal_box(*, budget: ParticipatoryBudget, at: datetime) -> BallotBox:
    """Seals the box of a vote that is over; of one that is sealed, nothing changes.

    In one transaction, which waits for the ballots being cast: each ballot is sealed anew under a
    fresh random name, in the order of these names; receipts likewise, in another order; ballots,
    baskets and the link key are erased; the journal says how many. Raises Refused: NOT_OPENED,
    NOT_CLOSED, CLOCK when the database's clock does not agree, COUNTS_DIFFER when the roll and the
    box do not hold as many in each envelope, KEY_MISSING. Nothing is changed then.
    """
    _check_clock(budget, at)
    with transaction.atomic():
        held = held_budget(budget)
        box = BallotBox.objects.select_for_update().filter(budget=held).first()
        if box is None:
            raise Refused(BudgetReason.NOT_OPENED)
        if box.sealed_at is not None:
            return box
        require(rules.may_seal(held, at))
        total = _checked_total(held)
        _mix_ballots(box)
        _mix_receipts(box)
        _erase(box)
        box.sealed_at = at
        box.save(update_fields=["sealed_at"])
        record(budget=held, kind=VoteEventKind.SEALED, at=at, ballots=total)
        record(budget=held, kind=VoteEventKind.KEY_DESTROYED, at=at, key=SecretKind.LINK)
        # What is erased is wiped from the disk; that it fails does not open the box again.
        transaction.on_commit(partial(tidy_tables, budget.pk), robust=True)
    logger.info(
        "Ballot box sealed",
        extra={"event": "budgets.box_sealed", "budget": budget.pk, "ballots": total},
    )
    return box


def _check_clock(budget: ParticipatoryBudget, at: datetime) -> None:
    """Two clocks must say that the vote is over: one that jumped ahead closes nothing."""
    if connection.vendor != "postgresql":
        return
    closes_at = ParticipatoryBudget.objects.values_list("closes_at", flat=True).get(pk=budget.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    if at >= closes_at > theirs:
        logger.error("The clocks disagree", extra={"event": "budgets.clock", "budget": budget.pk})
        raise Refused(BudgetReason.CLOCK)


def _checked_total(budget: ParticipatoryBudget) -> int:
    """How many ballots there are: as many as online lines of the roll, in each envelope."""
    ballots = Ballot.objects.filter(budget_id=budget.pk)
    entries = VoterEntry.objects.filter(budget_id=budget.pk, channel=VoteChannel.ONLINE)
    in_box, on_roll = (
        Counter(dict(rows.order_by().values_list("envelope").annotate(Count("pk"))))
        for rows in (ballots, entries)
    )
    if in_box != on_roll:
        logger.critical(
            "The roll and the box differ: the box is not sealed",
            extra={
                "event": "budgets.roll_differs",
                "budget": budget.pk,
                "ballots": in_box.total(),
                "voters": on_roll.total(),
            },
        )
        raise Refused(BudgetReason.COUNTS_DIFFER)
    return in_box.total()


def _mix_ballots(box: BallotBox) -> None:
    """Each ballot again under a name drawn now, written in the order of these names.

    Sealed anew: a copy of the open box, kept somewhere, has no sealed text in common with it.
    """
    ballots = Ballot.objects.filter(budget_id=box.pk)
    # 32 bytes each, the fresh name first: a million is 90 MB, and sorting them is the draw.
    drawn = sorted(
        uuid.uuid4().bytes + pk.bytes
        for pk in ballots.order_by().values_list("pk", flat=True).iterator()
    )
    for batch in _batches(drawn):
        names = {uuid.UUID(bytes=one[16:]): uuid.UUID(bytes=one[:16]) for one in batch}
        columns = ballots.filter(pk__in=names).values_list("pk", "envelope", "sealed")
        mixed = [
            SealedBallot(
                id=names[pk],
                budget_id=box.pk,
                envelope=envelope,
                channel=VoteChannel.ONLINE,
                sealed=ballot_box.seal(box, ballot_box.open_sealed(box, sealed)),
            )
            for pk, envelope, sealed in columns
        ]
        SealedBallot.objects.bulk_create(sorted(mixed, key=lambda one: one.id.bytes))


def _mix_receipts(box: BallotBox) -> None:
    """The fingerprints of receipts, apart from ballots and in an order of their own."""
    hashes = Ballot.objects.filter(budget_id=box.pk).order_by()
    drawn = sorted(
        uuid.uuid4().bytes + bytes.fromhex(one)
        for one in hashes.values_list("receipt_hash", flat=True).iterator()
    )
    for batch in _batches(drawn):
        BallotReceipt.objects.bulk_create(
            BallotReceipt(
                id=uuid.UUID(bytes=one[:16]), budget_id=box.pk, receipt_hash=one[16:].hex()
            )
            for one in batch
        )


def _batches(rows: list[bytes]) -> Iterator[list[bytes]]:
    return (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))


def _erase(box: BallotBox) -> None:
    """What led from a voter to a ballot."""
    Ballot.objects.filter(budget_id=box.pk).delete()
    BallotDraft.objects.filter(budget_id=box.pk).delete()
    BoxSecret.objects.filter(box=box, kind=SecretKind.LINK).delete()
