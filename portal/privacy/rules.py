"""When a run of the erasure is late, whom inactivity concerns. Pure: no query, time is given."""

from datetime import datetime, timedelta


def is_late(last: datetime | None, at: datetime, *, days: int) -> bool:
    """Whether nothing was erased for longer than so many days, or never was."""
    return last is None or last < at - timedelta(days=days)


def may_go(
    *, last_seen: datetime, warned_at: datetime | None, at: datetime, days: int, notice: int
) -> bool:
    """Whether an account unused for so many days may go: its person was warned early enough.

    A warning from before the last visit does not count.
    """
    warned = warned_at is not None and warned_at > last_seen
    return (
        warned
        and last_seen < at - timedelta(days=days)
        and warned_at is not None
        and warned_at <= at - timedelta(days=notice)
    )
