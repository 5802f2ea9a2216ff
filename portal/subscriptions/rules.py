"""When somebody is told: at once outside quiet hours, or with the next digest. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from portal.decisions import ALLOWED, Decision, refuse

from .enums import Frequency, LetterRefusal, LetterState

if TYPE_CHECKING:
    from .models import Letter

# What happened longer ago is history that somebody loads: it is shown, not told.
FRESH = timedelta(days=7)
MOST_FOLLOWED = 500


@dataclass(frozen=True, slots=True)
class Hours:
    """The city's hours, in local time: when digests leave, when nobody is disturbed."""

    zone: tzinfo
    digest_hour: int
    digest_weekday: int
    quiet_from: int
    quiet_to: int


def is_fresh(happened_at: datetime, at: datetime) -> bool:
    """Whether something happened recently enough to be told."""
    return happened_at > at - FRESH


def last_slot(frequency: str, at: datetime, hours: Hours) -> datetime:
    """The last moment, not after `at`, at which digests of this frequency were due."""
    local = at.astimezone(hours.zone)
    day = local.date()
    if frequency == Frequency.WEEKLY:
        day -= timedelta(days=(day.weekday() - hours.digest_weekday) % 7)
    slot = datetime.combine(day, time(hours.digest_hour), hours.zone)
    step = 7 if frequency == Frequency.WEEKLY else 1
    if slot > local:
        slot = datetime.combine(day - timedelta(days=step), time(hours.digest_hour), hours.zone)
    return slot


def due_at(frequency: str, at: datetime, hours: Hours) -> datetime:
    """When what happens now is told."""
    if frequency == Frequency.AT_ONCE:
        return _after_quiet_hours(at, hours)
    step = 7 if frequency == Frequency.WEEKLY else 1
    day = last_slot(frequency, at, hours).date() + timedelta(days=step)
    return datetime.combine(day, time(hours.digest_hour), hours.zone)


def _after_quiet_hours(at: datetime, hours: Hours) -> datetime:
    local = at.astimezone(hours.zone)
    start, end = hours.quiet_from, hours.quiet_to
    over_midnight = start > end
    quiet = (
        (local.hour >= start or local.hour < end) if over_midnight else (start <= local.hour < end)
    )
    if not quiet:
        return at
    later = over_midnight and local.hour >= start
    day = local.date() + timedelta(days=1 if later else 0)
    return datetime.combine(day, time(end), hours.zone)


def period(frequency: str, at: datetime, hours: Hours) -> str:
    """The name of the period a digest belongs to; a person gets one digest a period."""
    return f"{frequency}:{last_slot(frequency, at, hours).date().isoformat()}"


def may_edit_letter(letter: "Letter") -> Decision:
    """Whether a letter may still be changed."""
    return ALLOWED if letter.state == LetterState.DRAFT else refuse(LetterRefusal.NOT_DRAFT)


def may_send_letter(
    letter: "Letter", *, topics: Sequence[str], recipients: int, seen: str
) -> Decision:
    """Whether a letter may leave: complete, to somebody, and as its sender last looked at it."""
    if letter.state != LetterState.DRAFT:
        return refuse(LetterRefusal.NOT_DRAFT)
    if not letter.subject.strip() or not letter.plain_text.strip():
        return refuse(LetterRefusal.EMPTY)
    if not topics:
        return refuse(LetterRefusal.NO_TOPIC)
    if not recipients:
        return refuse(LetterRefusal.NOBODY)
    return ALLOWED if seen == letter.fingerprint else refuse(LetterRefusal.CHANGED)


def may_cancel_letter(letter: "Letter", at: datetime) -> Decision:
    """Whether a letter that was sent may still be kept from leaving."""
    starts = letter.starts_at
    waits = letter.state == LetterState.SENDING and starts is not None and at < starts
    return ALLOWED if waits else refuse(LetterRefusal.STARTED)
