"""Erasing what the portal keeps for itself: sessions, security events, proofs, its own runs."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models, transaction

from portal.security.models import SecurityEvent

from ..models import Consent, ConsentText, RetentionRun


def delete_in_batches(found: "models.QuerySet[Any]") -> int:
    """Deletes these rows a batch a transaction; says how many rows of this table went."""
    model, count = found.model, 0
    while keys := list(
        found.order_by("pk").values_list("pk", flat=True)[: settings.RETENTION_BATCH]
    ):
        with transaction.atomic():
            _all, each = model._base_manager.filter(pk__in=keys).delete()
        count += each.get(model._meta.label, 0)
        if not each:
            break  # Somebody else deletes them too.
    return count


def _erase(found: "models.QuerySet[Any]", dry_run: bool) -> int:
    return found.count() if dry_run else delete_in_batches(found)


def erase_expired_sessions(*, at: datetime, dry_run: bool = False) -> int:
    """Deletes the sessions that nobody can use any more; says how many."""
    return _erase(Session.objects.filter(expire_date__lt=at), dry_run)


def erase_old_events(*, at: datetime, dry_run: bool = False) -> int:
    """Deletes security events older than SECURITY_EVENT_DAYS; says how many."""
    before = at - timedelta(days=settings.SECURITY_EVENT_DAYS)
    return _erase(SecurityEvent.objects.filter(at__lt=before), dry_run)


def erase_old_consents(*, at: datetime, dry_run: bool = False) -> int:
    """Deletes consents taken back longer ago than CONSENT_PROOF_DAYS, then words of nobody."""
    before = at - timedelta(days=settings.CONSENT_PROOF_DAYS)
    count = _erase(Consent.objects.filter(withdrawn_at__lt=before), dry_run)
    if not dry_run:
        used = Consent.objects.values("text")
        ConsentText.objects.exclude(pk__in=used).filter(first_shown_at__lt=before).delete()
    return count


def erase_old_runs(*, at: datetime, dry_run: bool = False) -> int:
    """Deletes what runs of the erasure left behind longer ago than RETENTION_RUN_DAYS."""
    before = at - timedelta(days=settings.RETENTION_RUN_DAYS)
    return _erase(RetentionRun.objects.filter(started_at__lt=before), dry_run)
