"""Lateness, displayed states and refusals: tables without a database."""

from datetime import UTC, date, datetime

import pytest

from engagements.enums import CommitmentStatus, DatePrecision, DisplayState, RefusalReason
from engagements.rules import (
    day_of,
    displayed_state,
    is_late,
    is_over,
    last_day,
    may_record_update,
    may_report_on,
    months_after,
)

S = CommitmentStatus
P = DatePrecision


@pytest.mark.parametrize(
    ("due_on", "precision", "expected"),
    [
        (date(2026, 5, 11), P.DAY, date(2026, 5, 11)),
        (date(2026, 5, 11), P.MONTH, date(2026, 5, 31)),
        (date(2026, 12, 1), P.MONTH, date(2026, 12, 31)),
        (date(2028, 2, 29), P.MONTH, date(2028, 2, 29)),
        (date(2027, 2, 1), P.MONTH, date(2027, 2, 28)),
        (date(2026, 1, 31), P.YEAR, date(2026, 12, 31)),
    ],
)
def test_last_day_of_a_due_date(due_on, precision, expected):
    assert last_day(due_on, precision) == expected


@pytest.mark.parametrize("status", [S.NOT_STARTED, S.UNDER_WAY, S.UNKNOWN])
@pytest.mark.parametrize(
    ("due_on", "precision", "at", "late"),
    [
        (None, P.DAY, date(2026, 5, 11), False),
        (date(2026, 5, 11), P.DAY, date(2026, 5, 11), False),
        (date(2026, 5, 11), P.DAY, date(2026, 5, 12), True),
        (date(2026, 5, 1), P.MONTH, date(2026, 5, 31), False),
        (date(2026, 5, 1), P.MONTH, date(2026, 6, 1), True),
        (date(2026, 5, 1), P.YEAR, date(2026, 12, 31), False),
        (date(2026, 5, 1), P.YEAR, date(2027, 1, 1), True),
    ],
)
def test_an_open_commitment_is_late_once_its_due_date_has_passed(
    status, due_on, precision, at, late
):
    assert is_late(status, due_on, at, precision) is late


@pytest.mark.parametrize("status", [S.DONE, S.DROPPED])
def test_a_closed_commitment_is_never_late(status):
    assert not is_late(status, date(2020, 1, 1), date(2026, 5, 11))


@pytest.mark.parametrize(
    ("status", "due_on", "expected"),
    [
        (S.NOT_STARTED, None, DisplayState.NOT_STARTED),
        (S.UNDER_WAY, date(2027, 1, 1), DisplayState.UNDER_WAY),
        (S.UNDER_WAY, date(2025, 1, 1), DisplayState.LATE),
        (S.UNKNOWN, None, DisplayState.UNKNOWN),
        (S.UNKNOWN, date(2025, 1, 1), DisplayState.LATE),
        (S.DONE, date(2025, 1, 1), DisplayState.DONE),
        (S.DROPPED, date(2025, 1, 1), DisplayState.DROPPED),
    ],
)
def test_late_overrides_open_statuses_only(status, due_on, expected):
    assert displayed_state(status, due_on, date(2026, 5, 11)) is expected


def test_the_day_changes_at_midnight_in_the_city():
    assert day_of(datetime(2026, 5, 11, 22, 30, tzinfo=UTC)) == date(2026, 5, 12)
    assert day_of(datetime(2026, 5, 11, 23, 30)) == date(2026, 5, 11)
    assert day_of(date(2026, 5, 11)) == date(2026, 5, 11)


def test_every_status_has_a_displayed_state_a_css_kind_and_a_slug():
    assert {status.value for status in S} < {state.value for state in DisplayState}
    assert len({state.kind for state in DisplayState}) == len(DisplayState)
    assert len({state.slug for state in DisplayState}) == len(DisplayState)
    assert all(state.counted(2) for state in DisplayState)


REPORT = {
    "status": S.UNDER_WAY,
    "text": "Le marché est signé.",
    "status_reason": "",
    "reported_on": date(2026, 5, 11),
    "at": date(2026, 5, 11),
}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"text": "  "}, RefusalReason.TEXT_MISSING),
        ({"status": S.DROPPED}, RefusalReason.REASON_MISSING),
        ({"status": S.DROPPED, "status_reason": " "}, RefusalReason.REASON_MISSING),
        ({"status": S.DROPPED, "status_reason": "Remplacé par la loi."}, None),
        ({"reported_on": date(2026, 5, 12)}, RefusalReason.DATE_IN_FUTURE),
        ({"due_on": date(2027, 1, 1)}, None),
        ({"due_on": date(2027, 1, 1), "first_due_on": date(2026, 1, 1)}, None),
        (
            {"due_on": date(2025, 1, 1), "first_due_on": date(2026, 1, 1)},
            RefusalReason.DUE_BEFORE_FIRST,
        ),
    ],
)
def test_what_a_report_requires(change, reason):
    decision = may_record_update(**{**REPORT, **change})

    assert decision.reason is reason
    assert bool(decision) is (reason is None)


@pytest.mark.parametrize(
    ("reports_on_all", "mine", "theirs", "allowed"),
    [
        (True, set(), {1}, True),
        (False, {1}, {1, 2}, True),
        (False, {3}, {1, 2}, False),
        (False, set(), set(), False),
        (False, {1}, set(), False),
    ],
)
def test_a_pilot_reports_for_their_departments(reports_on_all, mine, theirs, allowed):
    decision = may_report_on(reports_on_all=reports_on_all, mine=mine, theirs=theirs)

    assert bool(decision) is allowed
    assert decision.reason == (None if allowed else RefusalReason.OTHER_DEPARTMENT)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 24, date(2028, 12, 31)),
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 1), -12, date(2025, 12, 1)),
    ],
)
def test_months_after_keeps_the_day_or_takes_the_last_one(day, months, expected):
    assert months_after(day, months) == expected


def test_a_promised_day_is_over_the_day_after():
    day = date(2026, 6, 30)
    assert [is_over(day, day), is_over(day, date(2026, 7, 1)), is_over(None, day)] == [
        False,
        True,
        False,
    ]
