"""The city's hours, from the settings: when digests leave and when nobody is disturbed."""

from django.conf import settings
from django.utils import timezone

from .rules import Hours


def city_hours() -> Hours:
    """As the settings say, in local time."""
    return Hours(
        zone=timezone.get_default_timezone(),
        digest_hour=settings.DIGEST_HOUR,
        digest_weekday=settings.DIGEST_WEEKDAY,
        quiet_from=settings.QUIET_FROM_HOUR,
        quiet_to=settings.QUIET_TO_HOUR,
    )
