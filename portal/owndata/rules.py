"""Who may be erased, and until when a request is answered. Pure."""

import calendar
from datetime import date
from typing import TYPE_CHECKING

from portal.decisions import ALLOWED, Decision, refuse

from .enums import DataRefusal

if TYPE_CHECKING:
    from .models import DataRequest

SHORTEST_REASON = 10


def may_erase(*, is_administrator: bool, other_administrators: int) -> Decision:
    """Whether an account may be erased: not the last one that administers the portal."""
    if is_administrator and not other_administrators:
        return refuse(DataRefusal.LAST_ADMINISTRATOR)
    return ALLOWED


def gives_reason(reason: str) -> Decision:
    """Whether an officer says why."""
    if len(reason.strip()) < SHORTEST_REASON:
        return refuse(DataRefusal.REASON_MISSING)
    return ALLOWED


def may_close(request: "DataRequest") -> Decision:
    """Whether a request still waits."""
    return refuse(DataRefusal.ALREADY_CLOSED) if request.closed_at else ALLOWED


def due_on(received_on: date) -> date:
    """The day a request is answered at the latest: one month later (GDPR, art. 12-3)."""
    year, month = divmod(received_on.year * 12 + received_on.month, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(received_on.day, last))
