"""Who may vote, when, and who may read ballots. Pure: no query, no write, time is given."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.decisions import ALLOWED, Decision, refuse

from .enums import BudgetReason, VoteChannel

if TYPE_CHECKING:
    from .models import BallotBox, ParticipatoryBudget

# Reminders of a basket: so many days before the last one, then on the last one.
REMINDED_DAYS_BEFORE = 2


def may_open(budget: "ParticipatoryBudget", at: datetime) -> Decision:
    """Whether the box of this budget may be opened: it is published, its hour has come."""
    if not budget.live or at < budget.opens_at:
        return refuse(BudgetReason.NOT_OPENED)
    return ALLOWED


def may_vote(
    budget: "ParticipatoryBudget", box: "BallotBox | None", at: datetime, *, paused: bool = False
) -> Decision:
    """Whether the box takes a ballot at this moment: the start is included, the end excluded.

    A sealed box takes none, whatever the clock says. `paused` allows an interrupted vote: to keep
    a basket.
    """
    if not (decision := may_open(budget, at)):
        return decision
    if at >= budget.closes_at or (box is not None and box.sealed_at is not None):
        return refuse(BudgetReason.CLOSED)
    if box is not None and box.paused_at is not None and not paused:
        return refuse(BudgetReason.PAUSED)
    return ALLOWED


def may_enter_roll(
    budget: "ParticipatoryBudget", box: "BallotBox", channel: str, at: datetime
) -> Decision:
    """Whether somebody may be entered on the roll now.

    Envelopes received by post are reconciled with the roll until the count, their box closed.
    """
    if channel != VoteChannel.POSTAL:
        return may_vote(budget, box, at)
    if box.counted_at is not None:
        return refuse(BudgetReason.ALREADY_COUNTED)
    return may_open(budget, at)


def may_seal(budget: "ParticipatoryBudget", at: datetime) -> Decision:
    """Whether the box may be sealed: its vote is over."""
    return ALLOWED if at >= budget.closes_at else refuse(BudgetReason.NOT_CLOSED)


def may_read_ballots(box: "BallotBox | None", at: datetime) -> Decision:
    """Whether what ballots say may be read: by nobody, for no reason, before the box is sealed.

    The one rule of the embargo. The count asks it; no page, no right, no role goes around it.
    """
    if box is None or box.sealed_at is None or at < box.sealed_at:
        return refuse(BudgetReason.EMBARGO)
    return ALLOWED


def last_day(closes_at: datetime) -> date:
    """The last day on which one may vote: a vote that ends at midnight ends the day before."""
    return timezone.localdate(closes_at - timedelta(microseconds=1))


def is_reminded(
    closes_at: datetime, today: date, *, updated_on: date, reminded_on: date | None
) -> bool:
    """Whether whoever kept a basket is reminded today: at most once two days before, once last."""
    left = (last_day(closes_at) - today).days
    if left < 0 or left > REMINDED_DAYS_BEFORE or updated_on >= today:
        return False
    return reminded_on is None or (left == 0 and reminded_on < today)
