"""Numbers of days as people say them: one year, six months, thirty days. Pure."""

from django.utils.translation import ngettext

_YEAR = 365
# Six months and a year are settings of 180, 182 or 365 days: months are said of whole ones only.
_MONTH = 30


def duration(days: int) -> str:
    """So many days in words, in the largest unit that says them exactly."""
    if days and days % _YEAR == 0:
        years = days // _YEAR
        return ngettext("one year", "%(count)d years", years) % {"count": years}
    # One month reads as thirty days in France: twelve of them are no year.
    if days > _MONTH and days % _MONTH == 0 and days < _YEAR:
        months = days // _MONTH
        return ngettext("one month", "%(count)d months", months) % {"count": months}
    return ngettext("one day", "%(count)d days", days) % {"count": days}


def seconds_in_words(seconds: int) -> str:
    """A duration of a setting in seconds, in days when it lasts some."""
    days = seconds // 86_400
    if days:
        return duration(days)
    hours = max(1, seconds // 3600)
    return ngettext("one hour", "%(count)d hours", hours) % {"count": hours}
