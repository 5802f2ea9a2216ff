"""When a commitment is late, what is displayed, what a status change requires. Pure: no query."""

from calendar import monthrange
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from django.utils import timezone

from portal.decisions import ALLOWED, Decision, refuse

from .enums import (
    CLOSED_STATUSES,
    CommitmentStatus,
    DatePrecision,
    DisplayState,
    RefusalReason,
)


def day_of(at: date | datetime) -> date:
    """Return the calendar day of a moment, in the city's time zone."""
    if isinstance(at, datetime):
        return timezone.localtime(at).date() if timezone.is_aware(at) else at.date()
    return at


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later (earlier when negative), or the month's last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_over(due_on: date | None, at: date | datetime) -> bool:
    """Say whether a day that was promised has passed; no promise is never over."""
    return due_on is not None and due_on < day_of(at)


def last_day(due_on: date, precision: str = DatePrecision.DAY) -> date:
    """Return the last day on which something due then is still in time."""
    if precision == DatePrecision.YEAR:
        return date(due_on.year, 12, 31)
    if precision == DatePrecision.MONTH:
        next_month = (due_on.replace(day=1) + timedelta(days=32)).replace(day=1)
        return next_month - timedelta(days=1)
    return due_on


def is_late(
    status: str,
    due_on: date | None,
    at: date | datetime,
    precision: str = DatePrecision.DAY,
) -> bool:
    """Say whether the published due date has passed without the commitment being closed.

    A commitment whose status nobody reported is late too: silence does not stop the clock.
    """
    if due_on is None or status in CLOSED_STATUSES:
        return False
    return last_day(due_on, precision) < day_of(at)


def displayed_state(
    status: str,
    due_on: date | None,
    at: date | datetime,
    precision: str = DatePrecision.DAY,
) -> DisplayState:
    """Return the state shown to the public: late overrides every open status."""
    if is_late(status, due_on, at, precision):
        return DisplayState.LATE
    return DisplayState(status)


def may_record_update(
    *,
    status: str,
    text: str,
    status_reason: str,
    reported_on: date,
    at: date | datetime,
    first_due_on: date | None = None,
    due_on: date | None = None,
) -> Decision:
    """Decide whether a progress report may be written.

    Refuses a report without text, a dropped commitment without a public reason, a date in the
    future, and a new due date earlier than the one first published.
    """
    if not text.strip():
        return refuse(RefusalReason.TEXT_MISSING)
    if status == CommitmentStatus.DROPPED and not status_reason.strip():
        return refuse(RefusalReason.REASON_MISSING)
    if reported_on > day_of(at):
        return refuse(RefusalReason.DATE_IN_FUTURE)
    if due_on and first_due_on and due_on < first_due_on:
        return refuse(RefusalReason.DUE_BEFORE_FIRST)
    return ALLOWED


def may_report_on(
    *, reports_on_all: bool, mine: AbstractSet[int], theirs: AbstractSet[int]
) -> Decision:
    """Decide whether somebody reports on a commitment: a pilot does for their own departments.

    `theirs` are the departments in charge of the commitment or associated with it.
    """
    if reports_on_all or mine & theirs:
        return ALLOWED
    return refuse(RefusalReason.OTHER_DEPARTMENT)
