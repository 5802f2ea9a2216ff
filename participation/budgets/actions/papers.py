"""Batches of paper ballots: keyed in twice by two people, compared, signed off, put in the box.

With `ballot_box.py` and the count, the only code that reads what papers say (embargo).
"""

import logging
import random
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from portal.decisions import Refused, require
from portal.security.actions import record_event

from .. import ballot_box, paper_rules
from ..enums import (
    BatchState,
    BudgetReason,
    PaperKind,
    PaperReason,
    VoteChannel,
    VoteEventKind,
)
from ..models import BallotBox, PaperBatch, PaperReading, ParticipatoryBudget
from ..queries.rules import rules_in_force
from ..rulebook import Choices, ballot_fault
from .casting import put_paper
from .journal import record
from .opening import held_budget

if TYPE_CHECKING:
    from portal.accounts.models import User

logger = logging.getLogger("participation")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one paper says: to the box, and to whoever is keying it in."""

    position: int
    kind: PaperKind
    choices: Choices
    note: str = ""


@transaction.atomic
def open_batch(
    *,
    budget: ParticipatoryBudget,
    channel: VoteChannel,
    place: str,
    envelope: str,
    count: int,
    by: "User",
    at: datetime,
) -> PaperBatch:
    """Opens a bundle of so many papers, before or after closing, until the count.

    Raises Refused (NOT_OPENED, COUNTED, PAPER_NOT_OFFERED, ENVELOPE_UNKNOWN).
    """
    held = held_budget(budget)
    _open_box(held)
    require(paper_rules.may_hold_paper(rules_in_force(held), envelope))
    last = PaperBatch.objects.filter(budget=held).aggregate(last=Max("number"))["last"] or 0
    batch = PaperBatch(
        budget=held,
        number=last + 1,
        channel=channel,
        place=place,
        envelope=envelope,
        count=count,
        opened_at=at,
        opened_by=by,
    )
    batch.save()
    _log("opened", batch)
    return batch


@transaction.atomic
def key_in(*, batch: PaperBatch, reading: Reading, by: "User", at: datetime) -> None:
    """Writes, or corrects, what this person reads on one paper; sealed at once.

    The first paper makes the batch theirs for this keying. Raises Refused (SAME_AGENT, NOT_YOURS,
    SIGNED, NOT_A_PAPER, VOID_SAYS_WHY, and what the rules say of a valid ballot).
    """
    held = _held(batch)
    box = _open_box(held.budget)
    turn = _turn(held, by)
    _require_reading(held, reading)
    name = "first_by" if turn == 1 else "second_by"
    if getattr(held, f"{name}_id") is None:
        setattr(held, name, by)
        held.save(update_fields=[name])
    PaperReading.objects.update_or_create(
        batch=held,
        position=reading.position,
        turn=turn,
        defaults={**_sealed(box, reading), "read_by": by},
    )


@transaction.atomic
def finish_keying(*, batch: PaperBatch, by: "User", at: datetime) -> PaperBatch:
    """Ends a keying; after the second one, both are compared.

    Raises Refused (SAME_AGENT, NOT_YOURS, NOT_KEYED). Logs how many papers differ, not which.
    """
    held = _held(batch)
    _open_box(held.budget)
    turn = _turn(held, by)
    if PaperReading.objects.filter(batch=held, turn=turn).count() != held.count:
        raise Refused(PaperReason.NOT_KEYED)
    if turn == 1:
        held.state = BatchState.FIRST_DONE
        _log("keyed_once", held)
    else:
        found = _differing(held)
        held.state = BatchState.COMPARED if found else BatchState.READY
        record_event(
            "budgets.papers.compared", actor=by, at=at, batch=held.pk, differences=len(found)
        )
    held.save(update_fields=["state"])
    return held


@transaction.atomic
def resolve(
    *, batch: PaperBatch, reading: Reading, by: "User", conducts: bool, at: datetime
) -> PaperBatch:
    """Settles one paper that the keyings read differently, with the paper in hand and a note.

    Raises Refused (NO_DIFFERENCE, NOT_YOURS, REASON_MISSING, and what the rules say of it).
    """
    held = _held(batch)
    box = _open_box(held.budget)
    require(paper_rules.may_resolve(held, by.pk, conducts=conducts))
    left = _differing(held)
    if reading.position not in left:
        raise Refused(PaperReason.NO_DIFFERENCE)
    if not reading.note.strip():
        raise Refused(BudgetReason.REASON_MISSING)
    _require_reading(held, reading)
    PaperReading.objects.create(
        batch=held, position=reading.position, turn=3, read_by=by, **_sealed(box, reading)
    )
    record_event("budgets.papers.resolved", actor=by, at=at, batch=held.pk, paper=reading.position)
    if left == [reading.position]:
        held.state = BatchState.READY
        held.save(update_fields=["state"])
    return held


@transaction.atomic
def sign_off(*, batch: PaperBatch, by: "User", at: datetime) -> PaperBatch:
    """Puts every paper of the batch in the box, and freezes the batch.

    Raises Refused (NOT_READY, FIRST_KEYER, SIGNED, COUNTED). Writes the public journal: number of
    the batch, papers, valid, blank, void.
    """
    held = _held(batch)
    _open_box(held.budget)
    require(paper_rules.may_sign(held, by.pk))
    papers = _final(held)
    # Their order in the bundle is of no use to anybody.
    random.SystemRandom().shuffle(papers)
    for one in papers:
        put_paper(
            budget=held.budget,
            envelope=held.envelope,
            channel=VoteChannel(held.channel),
            kind=one.kind,
            choices=one.choices,
        )
    held.state, held.signed_at, held.signed_by = BatchState.SIGNED, at, by
    held.save(update_fields=["state", "signed_at", "signed_by"])
    kinds = [one.kind for one in papers]
    record(
        budget=held_budget(held.budget),
        kind=VoteEventKind.BATCH_SIGNED,
        at=at,
        batch=held.number,
        papers=held.count,
        **{str(kind): kinds.count(kind) for kind in PaperKind},
    )
    record_event("budgets.papers.signed", actor=by, at=at, batch=held.pk)
    return held


@transaction.atomic
def discard_batch(*, batch: PaperBatch, reason: str, by: "User", at: datetime) -> None:
    """Takes back a batch opened by mistake, with its readings; its papers are keyed in again.

    Raises Refused (SIGNED, REASON_MISSING).
    """
    held = _held(batch)
    if held.state == BatchState.SIGNED:
        raise Refused(PaperReason.SIGNED)
    if not reason.strip():
        raise Refused(BudgetReason.REASON_MISSING)
    record_event(
        "budgets.papers.discarded", actor=by, at=at, budget=held.budget_id, batch=held.number
    )
    PaperReading.objects.filter(batch=held).delete()
    held.delete()


def own_readings(*, batch: PaperBatch, by: "User") -> dict[int, Reading]:
    """What this person keyed in, by paper, while they key in; nobody else's, never afterwards."""
    turn = paper_rules.turn_of(batch, by.pk)
    if turn is None:
        return {}
    return _readings(batch, turn, read_by=by)


def differing(*, batch: PaperBatch, by: "User", conducts: bool) -> list[int]:
    """The papers that the two keyings read differently, by number only.

    Raises Refused (NO_DIFFERENCE, NOT_YOURS).
    """
    require(paper_rules.may_resolve(batch, by.pk, conducts=conducts))
    return _differing(batch)


def _held(batch: PaperBatch) -> PaperBatch:
    """The batch, held so that nobody keys it in or signs it at the same moment."""
    held = PaperBatch.objects.select_for_update(of=("self",)).select_related("budget")
    return held.get(pk=batch.pk)


def _turn(batch: PaperBatch, by: "User") -> int:
    """The keying that is this person's now. Raises Refused (SAME_AGENT, NOT_YOURS, SIGNED)."""
    require(paper_rules.may_key_in(batch, by.pk))
    return paper_rules.turn_of(batch, by.pk) or 0


def _open_box(budget: ParticipatoryBudget) -> BallotBox:
    """The box, into which papers still go. Raises Refused (NOT_OPENED, COUNTED)."""
    box = ballot_box.box_with_keys(budget.pk)
    if box is None:
        raise Refused(BudgetReason.NOT_OPENED)
    if box.counted_at:
        raise Refused(PaperReason.COUNTED)
    return box


def _require_reading(batch: PaperBatch, reading: Reading) -> None:
    """Whether one paper may be read so: a valid one is a ballot that the rules allow."""
    if not 1 <= reading.position <= batch.count:
        raise Refused(PaperReason.NOT_A_PAPER)
    if reading.kind == PaperKind.VOID and not reading.note.strip():
        raise Refused(PaperReason.VOID_SAYS_WHY)
    if reading.kind == PaperKind.VALID:
        rules = rules_in_force(batch.budget)
        if rules is None:
            raise Refused(BudgetReason.RULES_MISSING)
        require(ballot_fault(rules, batch.envelope, reading.choices, on_paper=True))


def _sealed(box: BallotBox, reading: Reading) -> dict[str, str]:
    """The columns of a reading; what it chooses is sealed as a ballot is."""
    choices = reading.choices if reading.kind == PaperKind.VALID else ()
    return {
        "kind": reading.kind,
        "sealed": ballot_box.seal(box, choices),
        "note": reading.note.strip(),
    }


def _readings(batch: PaperBatch, turn: int, **chosen: object) -> dict[int, Reading]:
    box = _open_box(batch.budget)
    rows = PaperReading.objects.filter(batch=batch, turn=turn, **chosen).order_by("position")
    return {
        row.position: Reading(
            row.position,
            PaperKind(row.kind),
            ballot_box.open_sealed(box, row.sealed),
            row.note,
        )
        for row in rows
    }


def _differing(batch: PaperBatch) -> list[int]:
    first, second, third = (_readings(batch, turn) for turn in (1, 2, 3))
    return [
        position
        for position, one in first.items()
        if position not in third
        and (one.kind, one.choices) != (second[position].kind, second[position].choices)
    ]


def _final(batch: PaperBatch) -> list[Reading]:
    """What each paper says in the end: the two keyings agree, or two people settled it."""
    return list({**_readings(batch, 1), **_readings(batch, 3)}.values())


def _log(done: str, batch: PaperBatch) -> None:
    extra = {"event": f"budgets.papers.{done}", "budget": batch.budget_id, "batch": batch.number}
    logger.info("Batch of paper ballots", extra=extra)
