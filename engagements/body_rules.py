"""When the follow-up body is due, whom it reminds, whether a call still runs. Pure: no query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .enums import ReminderKind
from .rules import day_of, is_over


@dataclass(frozen=True, slots=True)
class Delays:
    """How many days before reports are due departments are reminded; how many after, escalated."""

    first: int
    last: int
    escalation: int


def reminder_due(reports_due_on: date, at: date | datetime, delays: Delays) -> ReminderKind | None:
    """Return the reminder that a department without news should have had by now.

    The first one, then the last one, up to the day on which reports are due: afterwards
    departments are not reminded any more, their silence is escalated.
    """
    day = day_of(at)
    if day > reports_due_on:
        return None
    if day >= reports_due_on - timedelta(days=delays.last):
        return ReminderKind.LAST
    if day >= reports_due_on - timedelta(days=delays.first):
        return ReminderKind.FIRST
    return None


def next_reminder_on(
    reports_due_on: date, at: date | datetime, delays: Delays, sent: Collection[str]
) -> date | None:
    """Return the day of the next reminder to a department, by the kinds it had; None after all.

    A reminder that is due and did not leave yet leaves today, with the run of every morning.
    """
    if ReminderKind.LAST in sent or day_of(at) > reports_due_on:
        return None
    first = ReminderKind.FIRST not in sent
    days = max(delays.first, delays.last) if first else delays.last
    return max(reports_due_on - timedelta(days=days), day_of(at))


def is_escalated(reports_due_on: date, at: date | datetime, delays: Delays) -> bool:
    """Say whether reports have been late for long enough to be told higher up."""
    return day_of(at) >= reports_due_on + timedelta(days=max(delays.escalation, 1))


def volunteers_are_called(
    *, seeks_volunteers: bool, call_ends_on: date | None, at: date | datetime
) -> bool:
    """Say whether the call for volunteers runs, its last day included."""
    return seeks_volunteers and not is_over(call_ends_on, at)


def sits(*, joined_on: date, left_on: date | None, at: date | datetime) -> bool:
    """Say whether somebody is a member on this day; the day of leaving is the last one."""
    return joined_on <= day_of(at) and not is_over(left_on, at)
