"""Reading the security log: by event, by person, by period, newest first."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from portal.cms.keyset import BadCursor, KeysetPage, keyset_page

from .models import SecurityEvent

PAGE = 50
_ORDER = ["-at", "-id"]
_BATCH = 2_000


@dataclass(frozen=True)
class Choice:
    """The part of the log that is asked for; nothing chosen is everything."""

    event: str = ""
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None


def events(choice: Choice) -> "QuerySet[SecurityEvent]":
    """The events of a choice, with who did them."""
    found = SecurityEvent.objects.select_related("actor")
    if choice.event:
        found = found.filter(event__startswith=choice.event)
    if choice.person:
        users = get_user_model()._default_manager.filter(email__iexact=choice.person)
        found = found.filter(actor__in=users)
    if choice.since:
        found = found.filter(at__gte=choice.since)
    if choice.until:
        found = found.filter(at__lt=choice.until)
    return found


def events_page(choice: Choice, cursor: str | None) -> "KeysetPage[SecurityEvent]":
    """One page of them by one query; a cursor that is not ours opens the first one."""
    found = events(choice)
    try:
        return keyset_page(found, order=_ORDER, cursor=cursor, size=PAGE, scope="events")
    except BadCursor:
        return keyset_page(found, order=_ORDER, cursor=None, size=PAGE, scope="events")


def lines(choice: Choice) -> Iterator[str]:
    """The events of a choice as JSON lines, the oldest first, in bounded memory."""
    rows = events(choice).select_related(None).order_by("at", "pk")
    for row in rows.iterator(chunk_size=_BATCH):
        line = {
            "security_event": row.pk,
            "at": row.at.isoformat(timespec="milliseconds"),
            "event": row.event,
            "actor": row.actor_id,
            "details": row.details,
        }
        yield json.dumps(line, ensure_ascii=False) + "\n"
