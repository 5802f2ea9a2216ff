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


@pytest.mark.parametrize(
    ("start", "end", "precision", "shown"),
    [
        (date(2019, 3, 1), date(2019, 9, 1), "month", "de mars à septembre 2019"),
        (date(2017, 10, 1), date(2018, 6, 1), "month", "d’octobre 2017 à juin 2018"),
        (date(2019, 4, 1), date(2019, 8, 1), "month", "d’avril à août 2019"),
        (date(2019, 3, 1), date(2019, 3, 1), "month", "mars 2019"),
        (date(2017, 1, 1), date(2019, 1, 1), "year", "de 2017 à 2019"),
        (date(2019, 1, 1), date(2019, 1, 1), "year", "2019"),
        (date(2019, 11, 21), date(2019, 11, 21), "day", "21\u00a0novembre 2019"),
        (date(2019, 11, 21), date(2019, 11, 22), "day", "les 21 et 22\u00a0novembre 2019"),
        (date(2019, 11, 21), date(2019, 11, 24), "day", "du 21 au 24\u00a0novembre 2019"),
        (date(2019, 5, 1), date(2019, 5, 4), "day", "du 1er au 4\u00a0mai 2019"),
        (date(2019, 5, 31), date(2019, 6, 1), "day", "les 31\u00a0mai et 1er\u00a0juin 2019"),
        (
            date(2019, 12, 30),
            date(2020, 1, 2),
            "day",
            "du 30\u00a0décembre 2019 au 2\u00a0janvier 2020",
        ),
    ],
)
def test_ranges_say_once_what_both_ends_share(start, end, precision, shown):
    assert french_dates.date_range(start, end, precision) == shown


@given(st.dates())
def test_each_date_says_its_day_month_and_year(value):
    shown = french_dates.long_date(value)
    day, rest = shown.split("\u00a0")
    month, year = rest.split(" ")

    assert int(day.removesuffix("er")) == value.day
    assert french_dates.MONTHS.index(month) + 1 == value.month
    assert int(year) == value.year
