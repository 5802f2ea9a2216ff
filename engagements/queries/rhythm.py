"""Reading the rhythm of the reviews: the last one, the one that is open, when the next is due."""

from dataclasses import dataclass
from datetime import date, datetime

from ..body_rules import Delays
from ..enums import ReviewState
from ..models import FollowUpSettings, Review
from ..review_rules import next_review_due
from ..rules import is_over


@dataclass(frozen=True)
class Rhythm:
    """What was promised, and where the city stands."""

    every_months: int
    last: Review | None
    open: Review | None
    # By the promise, whatever the open review plans.
    due_on: date | None
    is_late: bool

    @property
    def planned_on(self) -> date | None:
        """The day on which the open review should be published."""
        return self.open.due_on if self.open else None


def follow_up_settings() -> FollowUpSettings:
    """Return what the city chose, or the usual delays as long as it chose nothing."""
    found = FollowUpSettings.objects.filter(site__is_default_site=True).first()
    return found or FollowUpSettings()


def delays_of(chosen: FollowUpSettings) -> Delays:
    """Return the delays of reminders, as the rules take them."""
    return Delays(
        first=chosen.first_reminder_days,
        last=chosen.last_reminder_days,
        escalation=chosen.escalation_days,
    )


def next_review_due_on(last: Review | None, every_months: int) -> date | None:
    """Return when the next review is promised; None as long as none was published."""
    if last is None or last.published_at is None:
        return None
    return next_review_due(last.published_at, last.due_on, every_months)


def last_published() -> Review | None:
    """Return the latest published review; its record stays in the database."""
    found = Review.objects.filter(state=ReviewState.PUBLISHED).order_by("-number")
    return found.defer("canonical").first()


def review_being_written() -> Review | None:
    """Return the open review, for which reports are expected; there is one at most."""
    return Review.objects.filter(state=ReviewState.OPEN).first()


def rhythm(at: datetime) -> Rhythm:
    """Return where the city stands with its reviews, in three queries."""
    every_months = follow_up_settings().every_months
    last = last_published()
    due_on = next_review_due_on(last, every_months)
    return Rhythm(
        every_months=every_months,
        last=last,
        open=review_being_written(),
        due_on=due_on,
        is_late=is_over(due_on, at),
    )
