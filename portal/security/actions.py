"""The only writer of security events."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from .models import SecurityEvent

if TYPE_CHECKING:
    from portal.accounts.models import User

logger = logging.getLogger("portal.security")


def record_event(
    event: str,
    *,
    actor: "User | None" = None,
    at: datetime | None = None,
    **details: str | int | bool | None,
) -> SecurityEvent:
    """Keeps one event such as `accounts.session.opened`, in the table and in the security log.

    Details are identifiers, counts and reason codes, never a name, an address or a text. Written
    in the caller's transaction: an event of something undone is undone with it.
    """
    kept = SecurityEvent.objects.create(
        at=at or timezone.now(), event=event, actor=actor, details=details
    )
    logger.info("Security event", extra={"event": event, "security_event": kept.pk, **details})
    return kept
