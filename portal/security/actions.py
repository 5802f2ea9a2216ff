"""The only writers of security events and of reports of browsers."""

import hashlib
import hmac
import logging
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from portal import throttle

from .models import PolicyReport, SecurityEvent
from .rules import Report

if TYPE_CHECKING:
    from portal.accounts.models import User

logger = logging.getLogger("portal.security")

# Whoever sends bad files again and again fills neither the table nor the log: what is beyond is
# told by one event about the limit.
REFUSED_UPLOADS_AN_HOUR = 200


def record_event(
    event: str,
    *,
    actor: "User | None" = None,
    at: datetime | None = None,
    **details: str | int | bool | None,
) -> SecurityEvent:
    """Keeps one event such as `accounts.session.opened`, in the table and in the security log.

    Details are identifiers, counts and reason codes, never a name, an address or a text. Written
    in the caller's transaction: an event of something undone is undone with it, and its line in
    the log appears only once the transaction holds.
    """
    kept = SecurityEvent.objects.create(
        at=at or timezone.now(), event=event, actor=actor, details=details
    )
    extra = {
        "event": event,
        "at": kept.at.isoformat(timespec="milliseconds"),
        "security_event": kept.pk,
        "actor": pseudonym(actor.pk) if actor else None,
        "details": details,
    }
    transaction.on_commit(partial(logger.info, "Security event", extra=extra), robust=True)
    return kept


def record_refused_upload(place: str, problem: str, *, actor: "User | None" = None) -> None:
    """Keeps that a file was refused, where and why; neither its name nor its content."""
    limit = REFUSED_UPLOADS_AN_HOUR
    if throttle.take("refused-upload", "all", limit=limit, seconds=3600):
        record_event("portal.upload.refused", actor=actor, place=place, problem=str(problem))


# Rows of browsers' reports at most: whoever invents reports fills no disk.
POLICY_REPORTS_AT_MOST = 500


def count_report(report: Report, *, at: datetime) -> bool:
    """Counts a report of a browser; a kind never seen before is an event. False when full."""
    same = PolicyReport.objects.filter(
        directive=report.directive, blocked=report.blocked, page=report.page
    )
    again = {"count": F("count") + 1, "last_at": at}
    if same.update(**again):
        return True
    if PolicyReport.objects.count() >= POLICY_REPORTS_AT_MOST:
        return False
    try:
        with transaction.atomic():
            row = same.create(
                directive=report.directive,
                blocked=report.blocked,
                page=report.page,
                count=1,
                first_at=at,
                last_at=at,
            )
            record_event("security.policy.reported", at=at, report=row.pk)
    except IntegrityError:  # Two browsers at once: the other one made the row.
        same.update(**again)
    return True


def forget_reports(*, actor: "User") -> int:
    """Empties the list of browsers' reports, once somebody mended what they tell."""
    count, _kinds = PolicyReport.objects.all().delete()
    record_event("security.policy.forgotten", actor=actor, count=count)
    return count


def pseudonym(actor: int) -> str:
    """The name of a person in the log file: always the same, of no use without the key."""
    message = f"portal.security:{actor}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()[:16]
