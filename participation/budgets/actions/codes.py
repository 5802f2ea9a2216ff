"""Voting codes: drawn and kept as keyed hashes only, cancelled with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from portal import paper_codes
from portal.decisions import Refused, require
from portal.security.actions import record_event

from .. import paper_rules
from ..enums import BudgetReason, KeyKind, PaperReason, VoteEventKind
from ..models import CodeBatch, ParticipatoryBudget, VotingCode
from ..queries.rules import rules_in_force
from ..voters import key_of
from .journal import record
from .opening import held_budget

if TYPE_CHECKING:
    from portal.accounts.models import User

# Rows a statement: SQLite takes no more variables at once, PostgreSQL gains nothing beyond.
_AT_ONCE = 5_000


class MadeCodes(NamedTuple):
    """A batch, and its codes in clear: they exist here only, until whoever asked has the file."""

    batch: CodeBatch
    codes: Sequence[str]


@transaction.atomic
def make_codes(
    *,
    budget: ParticipatoryBudget,
    label: str,
    envelope: str,
    count: int,
    reason: str,
    by: "User",
    at: datetime,
) -> MadeCodes:
    """Draws so many codes at once, for one mailing, and keeps their keyed hashes.

    `envelope` is the district for which they are, or nothing. Raises Refused (RULES_MISSING,
    CODES_NOT_OFFERED, ENVELOPE_UNKNOWN, REASON_MISSING, CLOSED). Writes the public journal and the
    security log: how many and why, never where they go.
    """
    if at >= budget.closes_at:
        raise Refused(BudgetReason.CLOSED)
    require(paper_rules.may_make_codes(rules_in_force(budget), envelope, reason))
    batch = CodeBatch.objects.create(
        budget=budget, label=label, envelope=envelope, count=count, made_at=at, made_by=by
    )
    codes = _drawn(count)
    rows = (VotingCode(batch=batch, key=key_of(budget.pk, KeyKind.CODE, code)) for code in codes)
    VotingCode.objects.bulk_create(rows, batch_size=_AT_ONCE)
    record(
        budget=held_budget(budget),
        kind=VoteEventKind.CODES_MADE,
        at=at,
        batch=_rank(batch),
        count=count,
        envelope=envelope,
        reason=reason.strip(),
    )
    record_event("budgets.codes.made", actor=by, at=at, batch=batch.pk, count=count)
    return MadeCodes(batch, codes)


def _drawn(count: int) -> list[str]:
    """So many different codes, in no order that anybody could guess."""
    drawn: set[str] = set()
    while len(drawn) < count:
        drawn.add(paper_codes.new_code())
    return list(drawn)


def _rank(batch: CodeBatch) -> int:
    """The number of a batch within its vote, as the journal gives it."""
    return CodeBatch.objects.filter(budget_id=batch.budget_id, pk__lte=batch.pk).count()


@transaction.atomic
def cancel_codes(*, batch: CodeBatch, reason: str, by: "User", at: datetime) -> CodeBatch:
    """Voids the codes of a batch that have not served; votes cast with the others stay.

    Raises Refused (CANCELLED, REASON_MISSING). Writes the public journal and the security log.
    """
    held = CodeBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if held.cancelled_at:
        raise Refused(PaperReason.CANCELLED)
    if not reason.strip():
        raise Refused(BudgetReason.REASON_MISSING)
    held.cancelled_at, held.cancelled_because = at, reason.strip()
    held.save(update_fields=["cancelled_at", "cancelled_because"])
    record(
        budget=held_budget(held.budget),
        kind=VoteEventKind.CODES_CANCELLED,
        at=at,
        batch=_rank(held),
        count=held.count,
        reason=held.cancelled_because,
    )
    record_event("budgets.codes.cancelled", actor=by, at=at, batch=held.pk)
    return held
