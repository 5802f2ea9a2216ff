"""Erasing what the papers show: scans, telephone numbers, what was keyed in before corrections."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from ..enums import Moderation
from ..models import PaperEntry
from .journal import log

_BATCH = 500


def erase_scans(*, at: datetime, dry_run: bool = False) -> int:
    """Erases scans, telephone numbers and corrections when addresses go; says of how many papers.

    Those of a refused text go with its words. The file goes first: were this interrupted, the
    next run finds the entry again. That an entry was keyed in and verified stays.
    """
    today, before = timezone.localdate(at), at - timedelta(days=settings.ADDRESS_RETENTION_DAYS)
    answered = Q(contribution__activity__answer_by__isnull=True)
    answered |= Q(contribution__activity__answer_by__lt=before.date())
    over = answered & Q(contribution__activity__closes_at__lt=before)
    over |= Q(contribution__moderation=Moderation.REFUSED) & (
        Q(contribution__keep_until__isnull=True) | Q(contribution__keep_until__lt=today)
    )
    entries = PaperEntry.objects.filter(over).exclude(scan="", phone="", corrections={})
    count = 0
    if dry_run:
        count = entries.count()
    else:
        while batch := list(entries.order_by("pk")[:_BATCH]):
            for entry in batch:
                if entry.scan:
                    entry.scan.storage.delete(str(entry.scan.name))
            kept = PaperEntry.objects.filter(pk__in=[entry.pk for entry in batch])
            count += kept.update(scan="", scan_type="", phone="", corrections={})
    log("scan.erased", count=count, dry_run=dry_run)
    return count
