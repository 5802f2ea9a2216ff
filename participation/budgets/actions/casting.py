"""Casting a ballot: one transaction for the roll and the box, and no trace of one in the other."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction

from portal.decisions import Refused, require

from .. import ballot_box, rules
from ..enums import PROOFS, BallotKind, BudgetReason, KeyKind, PaperKind, VoteChannel
from ..models import (
    Ballot,
    BallotBox,
    ParticipatoryBudget,
    SealedBallot,
    VoterEntry,
)
from ..queries.paper import standing_of_hashes
from ..rulebook import Choices, Rulebook, ballot_fault, canonical_choices
from ..voters import Voter
from .opening import box_to_write
from .roll import write_entry

logger = logging.getLogger("participation")

_TRIES = 5
_DEADLOCK = "40P01"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cast:
    """What a voter gets: a receipt, shown once, and whether it replaces a ballot."""

    receipt: str
    is_change: bool


def cast_ballot(
    *, budget: ParticipatoryBudget, voter: Voter, envelope: str, choices: Choices, at: datetime
) -> Cast:
    """Puts a ballot in the box, or another one in the place of this voter's; erases the basket.

    Once it returns, the ballot is there, whatever dies afterwards. Opens the box when nobody did.
    Raises Refused: NOT_OPENED, CLOSED, PAUSED, NOT_ELIGIBLE, the faults of a ballot, those of
    the roll (`write_entry`), KEY_MISSING, BUSY. Nothing is written then.
    """

    def cast() -> Cast:
        box = box_to_write(budget=budget, at=at, shared=True)
        require(rules.may_vote(box.budget, box, at))
        rulebook = ballot_box.rules_of(box)
        said = checked_choices(rulebook, envelope, choices)
        _require_proof(rulebook, voter)
        _require_code(box, voter, envelope)
        entry, is_change = write_entry(budget_pk=box.pk, voter=voter, envelope=envelope, at=at)
        receipt = _put(box, entry, said)
        _erase_drafts(box, voter)
        return Cast(receipt=receipt, is_change=is_change)

    done = _again(cast)
    # Neither who nor what: the hour of a line of a log leads to nobody.
    logger.info("Ballot cast", extra={"event": "budgets.cast", "budget": budget.pk})
    return done


def enter_roll(
    *, budget: ParticipatoryBudget, voter: Voter, envelope: str, at: datetime
) -> VoterEntry:
    """Enters on the roll somebody who votes on paper: at a voting place, or in an envelope.

    Raises Refused (NOT_OPENED, CLOSED, PAUSED, ALREADY_COUNTED, UNKNOWN_PROJECT for an envelope
    that is none, and the reasons of `write_entry`).
    """

    def enter() -> VoterEntry:
        box = box_to_write(budget=budget, at=at, shared=True)
        if ballot_box.rules_of(box).envelope(envelope) is None:
            raise Refused(BudgetReason.UNKNOWN_PROJECT)
        require(rules.may_enter_roll(box.budget, box, voter.channel, at))
        return write_entry(budget_pk=box.pk, voter=voter, envelope=envelope, at=at)[0]

    if voter.channel == VoteChannel.ONLINE:
        raise Refused(BudgetReason.NOT_ELIGIBLE)  # Online, the roll goes with the ballot.
    entry = _again(enter)
    logger.info("Voter entered on paper", extra={"event": "budgets.entered", "budget": budget.pk})
    return entry


def put_paper(
    *,
    budget: ParticipatoryBudget,
    envelope: str,
    channel: VoteChannel,
    kind: PaperKind = PaperKind.VALID,
    choices: Choices = (),
) -> SealedBallot:
    """Puts one paper ballot, keyed in and agreed on, among those to be counted: sealed until then.

    Raises Refused: ALREADY_COUNTED, the faults of a ballot when it is said to be valid.
    """
    box = ballot_box.box_with_keys(budget.pk)
    if box is None:
        raise Refused(BudgetReason.NOT_OPENED)
    if box.counted_at is not None:
        raise Refused(BudgetReason.ALREADY_COUNTED)
    rulebook = ballot_box.rules_of(box)
    if rulebook.envelope(envelope) is None:
        raise Refused(BudgetReason.UNKNOWN_PROJECT)
    said: Choices = ()
    if kind == PaperKind.VALID:
        said = checked_choices(rulebook, envelope, choices, on_paper=True)
    return SealedBallot.objects.create(
        budget_id=box.pk,
        envelope=envelope,
        channel=channel,
        kind=kind,
        sealed=ballot_box.seal(box, said),
    )


def checked_choices(
    rulebook: Rulebook, envelope: str, choices: Choices, *, on_paper: bool = False
) -> Choices:
    """A ballot in its one form. Raises Refused with its fault."""
    if rulebook.kind == BallotKind.RANKING:
        said: Choices = tuple(sorted(choices, key=lambda one: one[1]))
    else:
        said = canonical_choices(rulebook.kind, choices)
    require(ballot_fault(rulebook, envelope, said, on_paper=on_paper))
    return said


def _require_proof(rulebook: Rulebook, voter: Voter) -> None:
    """Online, one of the ways of the rules proves who votes."""
    offered = {kind for kind, _key in voter.keys if kind in PROOFS} & set(rulebook.channels)
    if voter.channel != VoteChannel.ONLINE or not offered:
        raise Refused(BudgetReason.NOT_ELIGIBLE)


def _require_code(box: BallotBox, voter: Voter, envelope: str) -> None:
    """A code of a letter votes in its own district only, whatever was chosen since it was typed."""
    if hashes := voter.hashes_of(KeyKind.CODE):
        require(standing_of_hashes(box.pk, hashes, envelope)[0])


def _put(box: BallotBox, entry: VoterEntry, choices: Choices) -> str:
    """Writes the ballot of a line of the roll, in the place of the one before; its receipt."""
    receipt = ballot_box.new_receipt()
    ballot = Ballot(
        budget_id=box.pk,
        envelope=entry.envelope,
        pseudonym=ballot_box.pseudonym(box, entry.pk),
        sealed=ballot_box.seal(box, choices),
        receipt_hash=ballot_box.receipt_hash(receipt),
    )
    Ballot.objects.bulk_create(
        [ballot],
        update_conflicts=True,
        unique_fields=["budget", "pseudonym"],
        update_fields=["envelope", "sealed", "receipt_hash"],
    )
    return receipt


def _erase_drafts(box: BallotBox, voter: Voter) -> None:
    names = [ballot_box.draft_pseudonym(box, key) for _kind, key in voter.proofs]
    if not names:
        return
    # Written out: nothing hangs on a draft, and looking for what might costs more than erasing it.
    asked = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.execute(
            f'DELETE FROM "budgets_ballotdraft" WHERE budget_id = %s AND pseudonym IN ({asked})',  # noqa: S608 - only places
            [box.pk, *names],
        )


def _again(work: Callable[[], T]) -> T:
    """Does the work in a transaction, once more when somebody did the same at the same moment.

    What the database then refuses is found on the second reading: as a change of one's own ballot,
    or as a refusal in words. Raises Refused (BUSY) when it goes on.
    """
    for _try in range(_TRIES):
        try:
            with transaction.atomic():
                return work()
        except IntegrityError:
            continue
        except OperationalError as error:
            if not _is_crowd(error):
                raise
    logger.error("Too many votes at once", extra={"event": "budgets.busy"})
    raise Refused(BudgetReason.BUSY)


def _is_crowd(error: OperationalError) -> bool:
    """Two transactions that wait for one another, or a writer who waited too long for its turn."""
    state = getattr(error.__cause__, "sqlstate", "")
    return state == _DEADLOCK or "locked" in str(error)
