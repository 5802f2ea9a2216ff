"""The rhythm of the body, the days of reminders, calls and seats: no database."""

from datetime import date, timedelta

import pytest

from engagements import body_rules as rules
from engagements.enums import ReminderKind

DUE = date(2026, 6, 10)
DELAYS = rules.Delays(first=30, last=7, escalation=7)


@pytest.mark.parametrize(
    ("days_before", "expected"),
    [
        (31, None),
        (30, ReminderKind.FIRST),
        (8, ReminderKind.FIRST),
        (7, ReminderKind.LAST),
        (0, ReminderKind.LAST),
        (-1, None),
    ],
)
def test_reminder_due_depends_on_the_days_left(days_before, expected):
    assert rules.reminder_due(DUE, DUE - timedelta(days=days_before), DELAYS) == expected


@pytest.mark.parametrize(
    ("days_after", "expected"), [(0, False), (6, False), (7, True), (40, True)]
)
def test_escalation_waits_for_its_delay(days_after, expected):
    assert rules.is_escalated(DUE, DUE + timedelta(days=days_after), DELAYS) is expected


def test_escalation_without_delay_waits_for_the_day_after():
    now = rules.Delays(first=30, last=7, escalation=0)

    assert not rules.is_escalated(DUE, DUE, now)
    assert rules.is_escalated(DUE, DUE + timedelta(days=1), now)


@pytest.mark.parametrize(
    ("seeks", "ends_on", "expected"),
    [
        (True, None, True),
        (True, DUE, True),
        (True, DUE - timedelta(days=1), False),
        (False, None, False),
    ],
)
def test_call_runs_until_its_last_day(seeks, ends_on, expected):
    called = rules.volunteers_are_called(seeks_volunteers=seeks, call_ends_on=ends_on, at=DUE)

    assert called is expected


@pytest.mark.parametrize(
    ("joined", "left", "expected"),
    [(-1, None, True), (0, 0, True), (1, None, False), (-9, -1, False)],
)
def test_member_sits_from_joining_to_the_day_of_leaving(joined, left, expected):
    left_on = None if left is None else DUE + timedelta(days=left)

    assert rules.sits(joined_on=DUE + timedelta(days=joined), left_on=left_on, at=DUE) is expected


@pytest.mark.parametrize(
    ("day", "sent", "next_on"),
    [
        (date(2026, 5, 1), [], date(2026, 5, 11)),
        (date(2026, 5, 20), [], date(2026, 5, 20)),
        (date(2026, 5, 20), ["first"], date(2026, 6, 3)),
        (date(2026, 6, 5), ["first"], date(2026, 6, 5)),
        (date(2026, 6, 5), ["last"], None),
        (date(2026, 6, 11), [], None),
    ],
)
def test_the_next_reminder(day, sent, next_on):
    found = rules.next_reminder_on(DUE, day, DELAYS, sent)

    assert found == next_on
