"""Erasing what the notices beside the forms promise to erase."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from ..enums import Moderation
from ..models import Contribution
from .journal import log


@transaction.atomic
def erase_addresses(*, at: datetime, dry_run: bool = False) -> int:
    """Erases the e-mail addresses that no answer needs any more; says how many.

    ADDRESS_RETENTION_DAYS after the end of the activity and of its answers, as the notice beside
    the form promises. The contributions stay.
    """
    before = at - timedelta(days=settings.ADDRESS_RETENTION_DAYS)
    over = Contribution.objects.exclude(email="").filter(activity__closes_at__lt=before)
    # Those that nobody confirmed go as a whole, long before (erase_unconfirmed).
    over = over.exclude(moderation=Moderation.UNCONFIRMED)
    over = over.filter(
        Q(activity__answer_by__isnull=True) | Q(activity__answer_by__lt=before.date())
    )
    count = over.count() if dry_run else over.update(email="")
    log("address.erased", count=count, dry_run=dry_run)
    return count
