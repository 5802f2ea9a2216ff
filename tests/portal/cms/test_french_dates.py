"""Dates and hours as the French write them, on the city's clock."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cms import french_dates
from portal.cms.templatetags import portal_tags

# Half past eleven in the evening in Paris, in summer.
EVENING = datetime(2026, 5, 31, 21, 59, tzinfo=UTC)


def test_dates():
    assert french_dates.long_date(date(2026, 5, 11)) == "11\u00a0mai 2026"
    assert french_dates.long_date(date(2027, 1, 1)) == "1er\u00a0janvier 2027"
    assert french_dates.day_and_month(date(2026, 8, 2)) == "2\u00a0août"
    assert french_dates.month_and_year(date(2026, 12, 31)) == "décembre 2026"


def test_a_moment_is_told_on_the_city_s_clock():
    assert french_dates.date_and_hour(EVENING) == "31\u00a0mai 2026 à 23\u00a0h\u00a059"
    assert french_dates.weekday_date(EVENING) == "dimanche 31\u00a0mai, 23\u00a0h\u00a059"


def test_the_day_may_change_with_the_clock():
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    assert french_dates.long_date(late) == "1er\u00a0janvier 2027"


def test_a_plain_date_has_no_hour():
    assert french_dates.date_and_hour(date(2026, 5, 31)) == "31\u00a0mai 2026"
    assert french_dates.weekday_date(date(2026, 5, 31)) == "dimanche 31\u00a0mai"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (time(17, 0), "17\u00a0h"),
        (time(18, 30), "18\u00a0h\u00a030"),
        (time(9, 5), "9\u00a0h\u00a005"),
        (time(0, 0), "0\u00a0h"),
        (EVENING, "23\u00a0h\u00a059"),
    ],
)
def test_hours(value, shown):
    assert french_dates.hour(value) == shown


def test_filters_of_nothing_show_nothing():
    filters = ("date_fr", "datetime_fr", "day_fr", "day_month_fr", "time_fr", "month_fr")

    assert [getattr(portal_tags, name)(None) for name in filters] == [""] * len(filters)


def test_filters_show_a_moment():
    assert portal_tags.date_fr(EVENING) == "31\u00a0mai 2026"
    assert portal_tags.datetime_fr(EVENING) == "31\u00a0mai 2026 à 23\u00a0h\u00a059"
    assert portal_tags.day_fr(EVENING) == "dimanche 31\u00a0mai, 23\u00a0h\u00a059"
    assert portal_tags.day_month_fr(EVENING) == "31\u00a0mai"
    assert portal_tags.month_fr(EVENING) == "mai 2026"
    assert portal_tags.time_fr(time(0, 0)) == "0\u00a0h"


@given(st.dates())
def test_each_date_says_its_day_month_and_year(value):
    shown = french_dates.long_date(value)
    day, rest = shown.split("\u00a0")
    month, year = rest.split(" ")

    assert int(day.removesuffix("er")) == value.day
    assert french_dates.MONTHS.index(month) + 1 == value.month
    assert int(year) == value.year
