"""The end of addresses and of the numbers of forms."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import DateField, F, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from ...actions.journal import log
from ..models import CountedForm, Reminder


def erase_reminders(*, at: datetime, dry_run: bool = False) -> int:
    """Erases the addresses of campaigns that ask no more since CAMPAIGN_REMINDER_DAYS; how many.

    The end of the campaign counts where no question is asked any more.
    """
    before = timezone.localdate(at) - timedelta(days=settings.CAMPAIGN_REMINDER_DAYS)
    end = Coalesce(
        F("campaign__follow_up_closes_on"),
        TruncDate("campaign__closes_at"),
        output_field=DateField(),
    )
    old = Reminder.objects.annotate(ends_on=end).filter(ends_on__lt=before)
    return _erase(old, dry_run=dry_run)


def erase_unconfirmed(*, at: datetime, dry_run: bool = False) -> int:
    """Erases addresses that nobody confirmed within CAMPAIGN_UNCONFIRMED_DAYS; how many."""
    before = timezone.localdate(at) - timedelta(days=settings.CAMPAIGN_UNCONFIRMED_DAYS)
    old = Reminder.objects.filter(is_confirmed=False, asked_on__lt=before)
    return _erase(old, dry_run=dry_run)


def erase_counted_forms(*, at: datetime, dry_run: bool = False) -> int:
    """Erases the numbers of forms too old to be sent again (CAMPAIGN_FORM_DAYS); how many."""
    before = timezone.localdate(at) - timedelta(days=settings.CAMPAIGN_FORM_DAYS)
    return _erase(CountedForm.objects.filter(counted_on__lt=before), dry_run=dry_run)


def erase_reminders_of(*, emails: Collection[str]) -> int:
    """Erases every address of this person; how many."""
    count = _erase(reminders_of(emails), dry_run=False)
    log("reminders.erased", count=count)
    return count


def reminders_of(emails: Collection[str]) -> "QuerySet[Reminder]":
    """What was left with these addresses, in lower case."""
    return Reminder.objects.filter(email__in=list(emails)).select_related("campaign")


def _erase(rows: "QuerySet[Reminder] | QuerySet[CountedForm]", *, dry_run: bool) -> int:
    if dry_run:
        return rows.count()
    count = 0
    while keys := list(rows.values_list("pk", flat=True)[: settings.RETENTION_BATCH]):
        count += rows.model._default_manager.filter(pk__in=keys).delete()[0]
    return count
