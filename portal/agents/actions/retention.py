"""Erasing what agents no longer need: links and codes that nobody used, old decisions."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from ..enums import RequestState
from ..models import AgentCode, AgentInvitation, AgentRequest, AgentStatus, CodeBatch


@transaction.atomic
def erase_old_keys(*, at: datetime, dry_run: bool = False) -> int:
    """Erases the invitations and codes that open nothing any more; says how many.

    AGENT_KEY_RETENTION_DAYS after they were used, cancelled or out of date. Batches stay, as
    figures: how many were printed, for whom.
    """
    before = at - timedelta(days=settings.AGENT_KEY_RETENTION_DAYS)
    gone = Q(used_at__lt=before) | Q(cancelled_at__lt=before) | Q(expires_at__lt=before)
    invitations = AgentInvitation.objects.filter(gone)
    batches = CodeBatch.objects.filter(Q(cancelled_at__lt=before) | Q(expires_at__lt=before))
    codes = AgentCode.objects.filter(batch__in=batches)
    count = invitations.count() + codes.count()
    if not dry_run:
        invitations.delete()
        codes.delete()
    return count


@transaction.atomic
def erase_old_statuses(*, at: datetime, dry_run: bool = False) -> int:
    """Erases the requests decided, and the statuses ended, long ago; says how many."""
    before = at - timedelta(days=settings.AGENT_RECORD_RETENTION_DAYS)
    requests = AgentRequest.objects.exclude(state=RequestState.WAITING).filter(
        decided_at__lt=before
    )
    statuses = AgentStatus.objects.filter(ended_at__lt=before)
    count = requests.count() + statuses.count()
    if not dry_run:
        requests.delete()
        statuses.delete()
    return count
