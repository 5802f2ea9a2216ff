"""When a box may be counted, and when what follows a count is late. Pure."""

from calendar import monthrange
from datetime import date, datetime
from typing import TYPE_CHECKING

from portal.decisions import ALLOWED, Decision, refuse

from .enums import BudgetReason, Realisation

if TYPE_CHECKING:
    from .models import BallotBox


def may_count(box: "BallotBox | None", *, unsigned_batches: int) -> Decision:
    """A box is counted once, when it is sealed and every batch of papers is signed off."""
    if box is None or box.sealed_at is None:
        return refuse(BudgetReason.NOT_CLOSED)
    if box.counted_at is not None:
        return refuse(BudgetReason.ALREADY_COUNTED)
    if unsigned_batches:
        return refuse(BudgetReason.PAPER_PENDING)
    return ALLOWED


def counts_by_itself(
    *, paper_voters: int, papers_signed: int, on_paper: bool = False, has_waited: bool = True
) -> bool:
    """Whether nothing is awaited any more: no paper of the roll lacks in the batches.

    Where one votes `on_paper`, envelopes may still be on a desk, on no roll and in no batch, even
    when all batches are signed off: the count waits (PAPER_WAIT_HOURS after the closing). When all
    is there before, or papers lack for good, an officer says so by starting the count.
    """
    if on_paper and not has_waited:
        return False
    return papers_signed >= paper_voters


def recount_is_due(last: datetime | None, at: datetime) -> bool:
    """Once a day, by the calendar of universal time."""
    return last is None or last.date() < at.date()


def decision_is_late(due_on: date | None, *, is_decided: bool, today: date) -> bool:
    """Whether the council should have decided by now."""
    return due_on is not None and not is_decided and today > due_on


def due_on(start: date, months: int) -> date:
    """So many months after a day; the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def is_late(realisation: str, due: date | None, today: date) -> bool:
    """Whether an elected project should be done by now."""
    over = due is not None and today > due
    return over and realisation not in (Realisation.DONE, Realisation.DROPPED)
