"""Dates and hours as the French write them. Pure text: the caller wraps it in <time>."""

import datetime
from typing import NamedTuple

from django.utils import timezone

NBSP = "\u00a0"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

Moment = datetime.date | datetime.datetime


def local(value: Moment) -> Moment:
    """The same moment on the city's clock; a plain date or a naive moment is left alone."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def day_and_month(value: Moment) -> str:
    """« 1er juin », « 24 mai »."""
    value = local(value)
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}{NBSP}{MONTHS[value.month - 1]}"


def long_date(value: Moment) -> str:
    """« 11 mai 2026 », « 1er janvier 2027 »."""
    return f"{day_and_month(value)} {local(value).year}"


def hour(value: datetime.datetime | datetime.time) -> str:
    """« 23 h 59 », « 17 h »."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    minutes = f"{NBSP}{value.minute:02d}" if value.minute else ""
    return f"{value.hour}{NBSP}h{minutes}"


def date_and_hour(value: Moment) -> str:
    """« 31 mai 2026 à 23 h 59 »; a plain date has no hour to show."""
    if isinstance(value, datetime.datetime):
        return f"{long_date(value)} à {hour(value)}"
    return long_date(value)


def weekday_date(value: Moment) -> str:
    """« dimanche 24 mai, 23 h 59 »; the year is left to the context."""
    text = f"{DAYS[local(value).weekday()]} {day_and_month(value)}"
    if isinstance(value, datetime.datetime):
        return f"{text}, {hour(value)}"
    return text


def month_and_year(value: Moment) -> str:
    """« décembre 2026 »."""
    value = local(value)
    return f"{MONTHS[value.month - 1]} {value.year}"


class RangeWords(NamedTuple):
    """The pieces of a range: “du ”, “21”, “ au ”, “24 novembre 2019”."""

    before: str
    first: str
    between: str
    last: str


def range_words(start: datetime.date, end: datetime.date, precision: str = "day") -> RangeWords:
    """The pieces of a range told to the day, the month or the year, so that each has its <time>.

    What both ends share is said once. When both ends are the same, the last piece is all there is.
    """
    if precision == "year":
        first, last = str(start.year), str(end.year)
        shared = first == last
    elif precision == "month":
        shared = start.replace(day=1) == end.replace(day=1)
        same_year = start.year == end.year
        first = MONTHS[start.month - 1] if same_year else month_and_year(start)
        last = month_and_year(end)
    else:
        return _days(start, end)
    if shared:
        return RangeWords("", "", "", last)
    return RangeWords(_of(first), first, " à ", last)


def date_range(start: datetime.date, end: datetime.date, precision: str = "day") -> str:
    """« de mars à septembre 2019 », « les 21 et 22 novembre 2019 », « du 21 au 24 mai 2019 »."""
    return "".join(range_words(start, end, precision))


def _days(start: datetime.date, end: datetime.date) -> RangeWords:
    if start == end:
        return RangeWords("", "", "", long_date(end))
    if start.year != end.year:
        first = long_date(start)
    elif start.month != end.month:
        first = day_and_month(start)
    else:
        first = day_and_month(start).split(NBSP)[0]
    if end - start == datetime.timedelta(days=1):
        return RangeWords("les ", first, " et ", long_date(end))
    return RangeWords("du ", first, " au ", long_date(end))


def _of(words: str) -> str:
    """« de  », elided before a vowel."""
    return "d’" if words[0] in "aeiouéè" else "de "
