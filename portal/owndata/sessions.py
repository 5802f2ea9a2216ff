"""The sessions of a person, read one by one: the database does not know whose they are."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from portal.accounts.personal_data import Person

_BATCH = 500


def sessions_of(person: Person) -> list[str]:
    """The keys of the sessions that belong to this person, or hold one of the addresses."""
    return [row.session_key for row in _all() if is_about(row.get_decoded(), person)]


def is_about(content: dict[str, Any], person: Person) -> bool:
    """Whether what a session holds names this person."""
    if person.user_id is not None and str(content.get(SESSION_KEY)) == str(person.user_id):
        return True
    if not person.emails:
        return False
    written = json.dumps(content, default=str, ensure_ascii=False).lower()
    return any(f'"{email}"' in written for email in person.emails)


def _all() -> Iterator[Session]:
    """Those that ended too: their rows stay until `clearsessions`."""
    return Session.objects.order_by().iterator(chunk_size=_BATCH)
