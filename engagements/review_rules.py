"""When a review is due, which news counts, what moved, what publication asks. Pure: no query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from portal.decisions import ALLOWED, Decision, refuse

from .enums import (
    CLOSED_STATUSES,
    CommitmentStatus,
    DatePrecision,
    DisplayState,
    Movement,
    PeriodNews,
    ReviewRefusal,
)
from .rules import day_of, last_day, months_after

# Status that nobody reported, or that was given up, is no step on the way.
_STEPS = {
    CommitmentStatus.UNKNOWN: 0,
    CommitmentStatus.NOT_STARTED: 0,
    CommitmentStatus.DROPPED: 0,
    CommitmentStatus.UNDER_WAY: 1,
    CommitmentStatus.DONE: 2,
}


class Dated(Protocol):
    """News, as far as the choice among them goes."""

    pk: int
    reported_on: date


D = TypeVar("D", bound=Dated)


def next_review_due(published_at: date | datetime, planned_on: date, every_months: int) -> date:
    """Return the last day on which the next review is in time, after one that was published.

    Never later than so many months after the last publication; and a late review does not shift
    the rhythm: the next one is due where it would have been, counted from the day that was planned.
    """
    published_on = day_of(published_at)
    step, planned = every_months, months_after(planned_on, every_months)
    while planned <= published_on:
        step += every_months
        planned = months_after(planned_on, step)
    return min(planned, months_after(published_on, every_months))


def update_that_counts(updates: Iterable[D], starts_on: date, ends_on: date) -> D | None:
    """Return the news that a review shows: the latest of its period, the last written of a day."""
    inside = [one for one in updates if starts_on <= one.reported_on <= ends_on]
    return max(inside, key=lambda one: (one.reported_on, one.pk), default=None)


def news_in_period(*, has_news: bool, status_before: str) -> PeriodNews:
    """Say what a review finds of a commitment: news dated in its period, none, or nothing owed.

    What was done or dropped before the period began owes nothing any more; what closed within it
    says so by news. queries/awaited.py says the same in SQL.
    """
    if has_news:
        return PeriodNews.RECEIVED
    return PeriodNews.CLOSED if status_before in CLOSED_STATUSES else PeriodNews.NONE


@dataclass(frozen=True)
class Standing:
    """Where a commitment stood in a review, as far as movement goes."""

    status: str
    state: str
    due_on: date | None = None
    due_precision: str = DatePrecision.DAY
    milestones_reached: int = 0

    @property
    def due(self) -> date | None:
        """The last day that was in time."""
        return last_day(self.due_on, self.due_precision) if self.due_on else None


def movement(before: Standing | None, now: Standing) -> Movement:
    """Say what became of a commitment between two reviews.

    Done and dropped come first, then slipped (became late, its date moved later, or its status went
    back), even when something else advanced: lateness is not hidden behind a step. Then advanced (a
    status further on, or one more milestone).
    """
    if before is None:
        return Movement.FIRST
    ends = {CommitmentStatus.DONE: Movement.DONE, CommitmentStatus.DROPPED: Movement.DROPPED}
    if now.status != before.status and now.status in ends:
        return ends[CommitmentStatus(now.status)]
    if _slipped(before, now):
        return Movement.SLIPPED
    steps = _STEPS[CommitmentStatus(now.status)] - _STEPS[CommitmentStatus(before.status)]
    if steps > 0 or now.milestones_reached > before.milestones_reached:
        return Movement.ADVANCED
    return Movement.SAME


def _slipped(before: Standing, now: Standing) -> bool:
    became_late = now.state == DisplayState.LATE and before.state != DisplayState.LATE
    moved_later = bool(before.due and now.due and now.due > before.due)
    closed = now.status in {CommitmentStatus.DONE, CommitmentStatus.DROPPED}
    went_back = _STEPS[CommitmentStatus(now.status)] < _STEPS[CommitmentStatus(before.status)]
    return became_late or (moved_later and not closed) or went_back


def may_open(
    *, starts_on: date, ends_on: date, open_review: bool, last_ends_on: date | None
) -> Decision:
    """Decide whether a review of this period may be opened.

    Refuses a second open one, a period in disorder, and one that begins before the previous ended.
    """
    if open_review:
        return refuse(ReviewRefusal.ALREADY_OPEN)
    if ends_on < starts_on:
        return refuse(ReviewRefusal.PERIOD_IN_DISORDER)
    if last_ends_on is not None and starts_on <= last_ends_on:
        return refuse(ReviewRefusal.PERIOD_ALREADY_REVIEWED)
    return ALLOWED


def may_write(*, published: bool) -> Decision:
    """Decide whether a review may still be written."""
    return refuse(ReviewRefusal.ALREADY_PUBLISHED) if published else ALLOWED


@dataclass(frozen=True)
class Readiness:
    """What a review has of what publication asks for."""

    published: bool
    ends_on: date
    commitment_count: int
    agenda: str
    present: int
    # Priorities on which nothing is said, not even that the body gives no opinion.
    without_opinion: int


def missing(facts: Readiness, at: date | datetime) -> list[ReviewRefusal]:
    """Return all that publication still waits for, in the order of the screen; sign-off apart."""
    asked = (
        (facts.published, ReviewRefusal.ALREADY_PUBLISHED),
        (day_of(at) <= facts.ends_on, ReviewRefusal.PERIOD_NOT_OVER),
        (not facts.commitment_count, ReviewRefusal.NOTHING_TO_REVIEW),
        (not facts.agenda.strip(), ReviewRefusal.AGENDA_MISSING),
        (not facts.present, ReviewRefusal.ATTENDANCE_MISSING),
        (facts.without_opinion > 0, ReviewRefusal.OPINION_MISSING),
    )
    return [reason for wanting, reason in asked if wanting]


def may_publish(facts: Readiness, *, signed_off_by: str, at: date | datetime) -> Decision:
    """Decide whether a review may be frozen.

    It needs a period that is over, an agenda, somebody present, an opinion on each priority or the
    words that the body gives none, and the function that signs it off.
    """
    found = missing(facts, at)
    if found:
        return refuse(found[0])
    if not signed_off_by.strip():
        return refuse(ReviewRefusal.SIGN_OFF_MISSING)
    return ALLOWED
