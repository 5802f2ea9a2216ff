"""Erasing what the notices beside the forms promise to erase."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.privacy.actions import end_consents

from ..consent_rules import WISHES_CONSENT, scope_of
from ..enums import Moderation
from ..models import Comment, Contribution, Support, Supporter
from .counters import tally
from .files import erase_attachments
from .journal import log

_BATCH = 500


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
    count = over.count() if dry_run else _in_batches(over, partial(_forget_addresses, at=at))
    log("address.erased", count=count, dry_run=dry_run)
    return count


def _forget_addresses(batch: "QuerySet[Contribution]", *, at: datetime) -> int:
    """Erases these addresses; what was agreed to with them ends with them."""
    keys = list(batch.values_list("pk", flat=True))
    end_consents(kind=WISHES_CONSENT, scopes=[scope_of(key) for key in keys], at=at)
    return batch.update(email="")


def _in_batches(over: "QuerySet[Any]", change: "Callable[[QuerySet[Any]], int]") -> int:
    """Changes these rows a batch a transaction; what is changed is over no more."""
    count = 0
    while keys := list(over.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            changed = change(over.model._base_manager.filter(pk__in=keys))
        count += changed
        if not changed:
            break  # Somebody else changes them too.
    return count


def erase_unconfirmed(*, at: datetime, dry_run: bool = False) -> int:
    """Erases what nobody confirmed UNCONFIRMED_RETENTION_DAYS after it was sent; says how many.

    As a whole, with its files: nobody read it, and nobody proved to have written it.
    """
    before = at - timedelta(days=settings.UNCONFIRMED_RETENTION_DAYS)
    old = Contribution.objects.filter(
        moderation=Moderation.UNCONFIRMED, submitted_at__lt=before
    ).order_by("pk")
    count = 0
    if dry_run:
        count = old.count()
    else:
        while batch := _erase_batch(old):
            count += batch
    log("contribution.unconfirmed_erased", count=count, dry_run=dry_run)
    return count


@transaction.atomic
def _erase_batch(old: QuerySet[Contribution]) -> int:
    """One batch, held so that nobody confirms meanwhile; whoever confirmed just before keeps it."""
    batch = list(old.select_for_update(of=("self",))[:_BATCH])
    keys = [contribution.pk for contribution in batch]
    erase_attachments(contributions=keys)
    end_consents(kind=WISHES_CONSENT, scopes=[scope_of(key) for key in keys], at=timezone.now())
    Contribution.objects.filter(pk__in=keys).delete()
    activities = Counter(contribution.activity_id for contribution in batch)
    for activity, count in sorted(activities.items()):
        tally(activity, contribution_count=-count)
    return len(batch)


def erase_supporter_addresses(*, at: datetime, dry_run: bool = False) -> int:
    """Erases the addresses of supporters whose calls are over; their supports stay counted.

    ADDRESS_RETENTION_DAYS after the end of the last call they supported in and of its answers.
    Whoever supports nothing any more is forgotten the day after.
    """
    before = at - timedelta(days=settings.ADDRESS_RETENTION_DAYS)
    theirs = Support.objects.filter(supporter=OuterRef("pk"))
    going_on = theirs.filter(
        Q(contribution__activity__closes_at__gte=before)
        | Q(contribution__activity__answer_by__gte=before.date())
    )
    over = Supporter.objects.filter(email__isnull=False).filter(~Exists(going_on))
    over = over.filter(Exists(theirs) | Q(since__lt=at - timedelta(days=1)))
    count = over.count() if dry_run else _in_batches(over, lambda keys: keys.update(email=None))
    log("supporter_address.erased", count=count, dry_run=dry_run)
    return count


def erase_comment_addresses(*, at: datetime, dry_run: bool = False) -> int:
    """Erases the addresses given with comments, at the same moment as those of contributions."""
    before = at - timedelta(days=settings.ADDRESS_RETENTION_DAYS)
    over = Comment.objects.exclude(email="").filter(contribution__activity__closes_at__lt=before)
    over = over.filter(
        Q(contribution__activity__answer_by__isnull=True)
        | Q(contribution__activity__answer_by__lt=before.date())
    )
    count = over.count() if dry_run else _in_batches(over, lambda keys: keys.update(email=""))
    log("comment_address.erased", count=count, dry_run=dry_run)
    return count
