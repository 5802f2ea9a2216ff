"""Who asks, read once: thousands of requests of the same few persons would read the same rows.

Each request of these tests is undone, so the database would give the same each time; a test
compares the two (test_remembered.py).
"""

from copy import copy
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as Stored

from portal.accounts.models import User

_sessions: dict[str, Any] = {}
_people: dict[Any, User | None] = {}


class SessionStore(Stored):
    """A session whose row is read once; what is written goes to the database as always."""

    def _get_session_from_db(self) -> Any:
        key = self.session_key
        if _sessions.get(key) is None:
            _sessions[key] = super()._get_session_from_db()
        return _sessions[key]


class Backend(ModelBackend):
    """Gives a copy of somebody as they were first read, with their rights and their profile."""

    def get_user(self, user_id: Any) -> User | None:
        if user_id not in _people:
            _people[user_id] = _read(super().get_user(user_id))
        return copy(_people[user_id])


def _read(user: Any) -> Any:
    """Django and Wagtail keep these beside somebody until the end of a request."""
    if user is not None:
        user.get_all_permissions()
        hasattr(user, "wagtail_userprofile")
    return user


def forget() -> None:
    """For the next world."""
    _sessions.clear()
    _people.clear()
