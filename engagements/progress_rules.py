"""When a commitment has had no news for too long, and how far its steps are. Pure: no query."""

from datetime import date, datetime
from decimal import Decimal

from .enums import CLOSED_STATUSES, DatePrecision, MilestoneState, NewsAge
from .rules import day_of, last_day, months_after

# As the settings of the follow-up body have it until somebody changes them.
EVERY_MONTHS = 6


def news_age(
    status: str,
    last_reported_on: date | None,
    at: date | datetime,
    every_months: int = EVERY_MONTHS,
) -> NewsAge:
    """Say how old the latest news is: the only definition of a commitment without news.

    Silent: neither done nor dropped, and no news for more than the months between two reviews.
    """
    if status in CLOSED_STATUSES:
        return NewsAge.CLOSED
    if last_reported_on is None or last_reported_on < months_after(day_of(at), -every_months):
        return NewsAge.SILENT
    return NewsAge.RECENT


def milestone_state(
    reached_on: date | None,
    planned_on: date | None,
    at: date | datetime,
    precision: str = DatePrecision.DAY,
) -> MilestoneState:
    """Say whether a step is reached, late, planned, or without a published date."""
    if reached_on is not None:
        return MilestoneState.REACHED
    if planned_on is None:
        return MilestoneState.UNDATED
    if last_day(planned_on, precision) < day_of(at):
        return MilestoneState.LATE
    return MilestoneState.PLANNED


def bar_width(value: Decimal, highest: Decimal) -> Decimal:
    """Return the width of a bar, out of 100; nothing for what is not above zero."""
    if highest <= 0 or value <= 0:
        return Decimal(0)
    return min(Decimal(100), (value * 100 / highest).quantize(Decimal("0.1")))
