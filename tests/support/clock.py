"""Moments chosen for tests: a fixed day, and where one stands around an activity."""

from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
# A Monday in May, at noon in Paris: nothing ends at midnight, no clock changes that week.
NOW = datetime(2026, 5, 11, 12, 0, tzinfo=PARIS)
INSTANT = timedelta(seconds=1)


class Dated(Protocol):
    """Anything that opens and closes."""

    opens_at: datetime
    closes_at: datetime


def days(count: float) -> datetime:
    """So many days after now, or before when the count is negative."""
    return NOW + timedelta(days=count)


def before(activity: Dated) -> datetime:
    """The last second before it opens."""
    return activity.opens_at - INSTANT


def at_opening(activity: Dated) -> datetime:
    """The first moment it is open."""
    return activity.opens_at


def during(activity: Dated) -> datetime:
    """Half-way."""
    return activity.opens_at + (activity.closes_at - activity.opens_at) / 2


def at_the_last_second(activity: Dated) -> datetime:
    """The last second it is open."""
    return activity.closes_at - INSTANT


def at_closing(activity: Dated) -> datetime:
    """The first moment it is closed: the end is excluded."""
    return activity.closes_at


def after(activity: Dated) -> datetime:
    """A day after it closed."""
    return activity.closes_at + timedelta(days=1)
