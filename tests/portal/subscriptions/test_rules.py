"""When one is told: quiet hours, digests, the names of periods; across a change of clocks too."""

from datetime import datetime

import pytest

from portal.subscriptions import rules
from portal.subscriptions.enums import Frequency
from tests.support.clock import PARIS

HOURS = rules.Hours(zone=PARIS, digest_hour=8, digest_weekday=3, quiet_from=21, quiet_to=8)


def at(day, hour, minute=0, month=5):
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("frequency", "now", "due"),
    [
        (Frequency.AT_ONCE, at(11, 12), at(11, 12)),
        (Frequency.AT_ONCE, at(11, 20, 59), at(11, 20, 59)),
        (Frequency.AT_ONCE, at(11, 21), at(12, 8)),
        (Frequency.AT_ONCE, at(12, 3), at(12, 8)),
        (Frequency.AT_ONCE, at(12, 8), at(12, 8)),
        (Frequency.DAILY, at(11, 7, 59), at(11, 8)),
        (Frequency.DAILY, at(11, 8), at(12, 8)),
        (Frequency.DAILY, at(28, 12, month=3), at(29, 8, month=3)),  # Clocks change that night.
        (Frequency.WEEKLY, at(11, 12), at(14, 8)),
        (Frequency.WEEKLY, at(14, 7, 59), at(14, 8)),
        (Frequency.WEEKLY, at(14, 8), at(21, 8)),
        (Frequency.WEEKLY, at(17, 23), at(21, 8)),
    ],
)
def test_due(frequency, now, due):
    assert rules.due_at(frequency, now, HOURS) == due


def test_period_is_that_of_the_last_slot():
    assert rules.period(Frequency.DAILY, at(12, 7), HOURS) == "daily:2026-05-11"
    assert rules.period(Frequency.DAILY, at(12, 8), HOURS) == "daily:2026-05-12"
    assert rules.period(Frequency.WEEKLY, at(14, 7), HOURS) == "weekly:2026-05-07"
    assert rules.period(Frequency.WEEKLY, at(20, 23), HOURS) == "weekly:2026-05-14"


def test_history_is_not_told():
    assert rules.is_fresh(at(5, 12), at(11, 12))
    assert not rules.is_fresh(at(4, 12), at(11, 12))
