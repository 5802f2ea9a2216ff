"""When a run is late, and when an unused account may go."""

from datetime import timedelta

import pytest

from portal.privacy import rules
from tests.support.clock import NOW, days


@pytest.mark.parametrize(
    ("last", "late"),
    [
        (None, True),
        (days(-3) - timedelta(seconds=1), True),
        (days(-3), False),
        (days(0), False),
    ],
)
def test_a_run_is_late_after_so_many_days(last, late):
    assert rules.is_late(last, NOW, days=3) is late


@pytest.mark.parametrize(
    ("seen", "warned", "goes"),
    [
        (-101, -30, True),
        (-99, -30, False),
        (-101, -29, False),
        (-101, None, False),
        # Warned before the last visit: that warning is over.
        (-101, -200, False),
    ],
)
def test_an_account_goes_once_unused_and_warned(seen, warned, goes):
    found = rules.may_go(
        last_seen=days(seen),
        warned_at=None if warned is None else days(warned),
        at=NOW,
        days=100,
        notice=30,
    )

    assert found is goes
