"""Forgetting who wrote in a register: the words and the chain stay, nobody is named any more."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from ...actions.journal import log
from ..models import Observation


def of_person(emails: Collection[str]) -> "QuerySet[Observation]":
    """The observations left with these addresses, in lower case."""
    found = Observation.objects.filter(email__in=list(emails))
    return found.select_related("inquiry")


@transaction.atomic
def forget_writer(*, emails: Collection[str], at: datetime) -> int:
    """Forgets name and address of whoever wrote with these addresses; how many observations.

    The text stays: the law asks that a register is kept as it was received.
    """
    mine = Observation.objects.filter(email__in=list(emails))
    count = mine.update(name=None, name_salt=None, email=None, email_salt=None)
    log("observations.writer_forgotten", count=count)
    return count


def forget_addresses(*, at: datetime, dry_run: bool = False) -> int:
    """Forgets addresses INQUIRY_ADDRESS_DAYS after the closing; how many. Public names stay."""
    before = at - timedelta(days=settings.INQUIRY_ADDRESS_DAYS)
    old = Observation.objects.filter(email__isnull=False, inquiry__closes_at__lt=before)
    if dry_run:
        return old.count()
    count = 0
    while keys := list(old.values_list("pk", flat=True)[: settings.RETENTION_BATCH]):
        rows = Observation.objects.filter(pk__in=keys)
        count += rows.update(email=None, email_salt=None)
    log("observations.addresses_forgotten", count=count)
    return count
