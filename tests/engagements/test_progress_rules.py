"""Pure rules of progress: silence, steps, widths of bars."""

from datetime import date
from decimal import Decimal

import pytest

from engagements.enums import CommitmentStatus, DatePrecision, MilestoneState, NewsAge
from engagements.progress_rules import bar_width, milestone_state, news_age

DAY = date(2026, 8, 31)
S = CommitmentStatus


@pytest.mark.parametrize(
    ("status", "last", "age"),
    [
        (S.UNDER_WAY, date(2026, 2, 28), NewsAge.RECENT),
        (S.UNDER_WAY, date(2026, 2, 27), NewsAge.SILENT),
        (S.UNKNOWN, None, NewsAge.SILENT),
        (S.NOT_STARTED, DAY, NewsAge.RECENT),
        (S.DONE, None, NewsAge.CLOSED),
        (S.DROPPED, date(2020, 1, 1), NewsAge.CLOSED),
    ],
)
def test_news_are_recent_silent_or_not_expected(status, last, age):
    assert news_age(status, last, DAY, 6) is age


@pytest.mark.parametrize(
    ("reached", "planned", "precision", "state"),
    [
        (DAY, date(2020, 1, 1), DatePrecision.DAY, MilestoneState.REACHED),
        (None, None, DatePrecision.DAY, MilestoneState.UNDATED),
        (None, date(2026, 8, 30), DatePrecision.DAY, MilestoneState.LATE),
        (None, DAY, DatePrecision.DAY, MilestoneState.PLANNED),
        (None, date(2026, 8, 1), DatePrecision.MONTH, MilestoneState.PLANNED),
        (None, date(2026, 1, 1), DatePrecision.YEAR, MilestoneState.PLANNED),
        (None, date(2026, 7, 1), DatePrecision.MONTH, MilestoneState.LATE),
    ],
)
def test_a_step_is_reached_late_planned_or_undated(reached, planned, precision, state):
    assert milestone_state(reached, planned, DAY, precision) is state


@pytest.mark.parametrize(
    ("value", "highest", "width"),
    [
        ("50", "100", "50.0"),
        ("1", "3", "33.3"),
        ("5", "0", "0"),
        ("-2", "10", "0"),
        ("9", "3", "100"),
    ],
)
def test_a_bar_stays_in_its_track(value, highest, width):
    assert bar_width(Decimal(value), Decimal(highest)) == Decimal(width)
