"""The end of registrations: needs first, the rest some days after the meeting; on demand too."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from ...actions.journal import log
from ..enums import STANDING, RegistrationState
from ..models import Registration
from .seats import end, held_meeting, held_registration, promote


def _over(at: datetime, days: int) -> "QuerySet[Registration]":
    return Registration.objects.filter(meeting__ends_at__lt=at - timedelta(days=days))


def erase_needs(*, at: datetime, dry_run: bool = False) -> int:
    """Erases what people said of their needs, MEETING_NEEDS_DAYS after the meeting; how many."""
    told = _over(at, settings.MEETING_NEEDS_DAYS).exclude(needs="")
    return told.count() if dry_run else told.update(needs="")


def erase_registrations(*, at: datetime, dry_run: bool = False) -> int:
    """Erases registrations MEETING_REGISTRATION_DAYS after the meeting; how many.

    The number of seats taken stays with the meeting.
    """
    over = _over(at, settings.MEETING_REGISTRATION_DAYS)
    if dry_run:
        return over.count()
    count = 0
    while keys := list(over.values_list("pk", flat=True)[: settings.RETENTION_BATCH]):
        count += Registration.objects.filter(pk__in=keys).delete()[0]
    return count


@transaction.atomic
def erase_of_person(*, emails: Collection[str], at: datetime) -> int:
    """Erases every registration of these addresses; seats of meetings to come go to who waits."""
    mine = of_person(emails)
    count = 0
    for registration in mine.order_by("meeting_id", "pk"):
        meeting = held_meeting(registration.meeting_id)
        held = held_registration(registration.pk, meeting)
        if held.state in STANDING and at < meeting.starts_at:
            end(held, RegistrationState.CANCELLED, at)
            promote(meeting, at)
        held.delete()
        count += 1
    log("registrations.erased", count=count)
    return count


def of_person(emails: Collection[str]) -> "QuerySet[Registration]":
    """The registrations left with these addresses, in lower case."""
    return Registration.objects.filter(email__in=list(emails)).select_related("meeting__workshop")
