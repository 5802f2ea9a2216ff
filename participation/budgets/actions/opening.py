"""Opening the ballot box of a vote, interrupting and resuming it, in public."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.decisions import Refused, require

from ...models import ActivityTally
from .. import ballot_box, rules
from ..enums import BudgetReason, VoteEventKind
from ..models import BallotBox, BoxSecret, ParticipatoryBudget
from ..queries.rules import latest_version
from .journal import record

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def open_box(*, budget: ParticipatoryBudget, at: datetime) -> BallotBox:
    """Opens the box under the rules in force, draws its two keys, freezes the terms of the vote.

    At the first visit after the hour, or by the command: whoever comes second gets the same box.
    Raises Refused (NOT_OPENED, RULES_MISSING). Writes the journal, with the rules' fingerprint.
    """
    held = held_budget(budget)
    if (box := BallotBox.objects.filter(budget=held).first()) is not None:
        return box
    require(rules.may_open(held, at))
    version = latest_version(held)
    if version is None:
        raise Refused(BudgetReason.RULES_MISSING)
    box = BallotBox.objects.create(budget=held, rules=version, opened_at=at)
    BoxSecret.objects.bulk_create(ballot_box.draw_secrets(box))
    ActivityTally.objects.get_or_create(activity_id=held.pk)
    ActivityTally.objects.filter(activity_id=held.pk, frozen_at=None).update(frozen_at=at)
    record(
        budget=held,
        kind=VoteEventKind.OPENED,
        at=at,
        version=version.number,
        sha256=version.sha256,
    )
    return box


@transaction.atomic
def pause_vote(
    *, budget: ParticipatoryBudget, reason: str, by: "User | None", at: datetime
) -> BallotBox:
    """Interrupts a vote: no ballot is taken until it is resumed; baskets are kept.

    Raises Refused (REASON_MISSING: it is published; NOT_OPENED, CLOSED, PAUSED).
    """
    held, box = _held_box(budget)
    require(rules.may_vote(held, box, at))
    _tell(held, VoteEventKind.PAUSED, reason, at)
    box.paused_at = at
    box.save(update_fields=["paused_at"])
    return box


@transaction.atomic
def resume_vote(
    *, budget: ParticipatoryBudget, reason: str, by: "User | None", at: datetime
) -> BallotBox:
    """Takes ballots again after an interruption; of one that goes on, nothing changes.

    Raises Refused (REASON_MISSING, NOT_OPENED, CLOSED).
    """
    held, box = _held_box(budget)
    require(rules.may_vote(held, box, at, paused=True))
    if box.paused_at is not None:
        _tell(held, VoteEventKind.RESUMED, reason, at)
        box.paused_at = None
        box.save(update_fields=["paused_at"])
    return box


@transaction.atomic
def rewrap_keys() -> int:
    """Wraps every key by today's BALLOT_BOX_SECRET, those before it being of no more use; how many.

    Raises Refused (KEY_MISSING) when one does not open: then none is changed.
    """
    kept = list(BoxSecret.objects.select_for_update().order_by("pk"))
    for secret in kept:
        secret.wrapped = ballot_box.wrapped_anew(secret)
    BoxSecret.objects.bulk_update(kept, ["wrapped"])
    return len(kept)


def box_to_write(*, budget: ParticipatoryBudget, at: datetime, shared: bool = False) -> BallotBox:
    """The box with its keys and rules; opened by whoever comes first. Raises as `open_box` does.

    With `shared`, it stays open until the end of the transaction: see `box_with_keys`.
    """
    box = ballot_box.box_with_keys(budget.pk, shared=shared)
    if box is None:
        open_box(budget=budget, at=at)
        box = ballot_box.box_with_keys(budget.pk, shared=shared)
    if box is None:
        raise Refused(BudgetReason.NOT_OPENED)
    return box


def held_budget(budget: ParticipatoryBudget) -> ParticipatoryBudget:
    """The budget, held for whoever writes its journal; people go on voting meanwhile."""
    kept = ParticipatoryBudget.objects.select_for_update(of=("self",), no_key=True)
    return kept.get(pk=budget.pk)


def _held_box(budget: ParticipatoryBudget) -> tuple[ParticipatoryBudget, BallotBox]:
    """The budget and its box; waits for ballots being cast. Raises Refused (NOT_OPENED)."""
    held = held_budget(budget)
    box = BallotBox.objects.select_for_update().filter(budget=held).first()
    if box is None:
        raise Refused(BudgetReason.NOT_OPENED)
    return held, box


def _tell(budget: ParticipatoryBudget, kind: VoteEventKind, reason: str, at: datetime) -> None:
    if not (reason := reason.strip()):
        raise Refused(BudgetReason.REASON_MISSING)
    record(budget=budget, kind=kind, at=at, reason=reason)
