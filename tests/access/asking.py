"""Asking for an address as somebody: what came back, and what was written meanwhile."""

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import Enum
from functools import cache
from http.cookies import SimpleCookie
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse
from django.utils.safestring import mark_safe

# What somebody's passing by may write: when a session was last used, what was refused to whom, how
# the editor looks to them.
_PASSING = ("django_session", "security_securityevent", "wagtailusers_userprofile")
_WRITES = re.compile(
    r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE
)


_NOTHING = mark_safe("")


class Outcome(Enum):
    """What an address did with somebody."""

    IN = "let in"
    SIGN_IN = "sent to sign in"
    REFUSED = "refused"
    ASKED_AGAIN = "asked to prove again who it is"


@dataclass(frozen=True)
class Answered:
    """One answer, read to its end, and the tables that it changed."""

    status: int
    outcome: Outcome
    wrote: tuple[str, ...]


class Asker:
    """A browser that forgets what it was told: each request starts from the same session."""

    def __init__(self, session: str = "", *, checks_csrf: bool = False) -> None:
        self._handler = ClientHandler(enforce_csrf_checks=checks_csrf)
        self.session = session
        self._cookies = {settings.SESSION_COOKIE_NAME: session} if session else {}

    def ask(self, method: str, address: str, *, drawn: bool = True) -> Answered:
        """One request without any field; whatever it wrote is undone.

        Drawing a page decides nothing and takes most of the time: undrawn, it stays blank.
        """
        factory = RequestFactory()
        factory.cookies = SimpleCookie(self._cookies)
        request = factory.generic(method, address)
        wrote: set[str] = set()
        with _undone(wrote), nullcontext() if drawn else _blank():
            response: Any = self._handler(request.environ)
            if response.streaming:
                b"".join(response.streaming_content)
        changed = tuple(sorted(table for table in wrote if not table.startswith(_PASSING)))
        return Answered(response.status_code, _outcome(response, address), changed)


@contextmanager
def _undone(wrote: set[str]) -> Iterator[None]:
    """Notes which tables are written to, then undoes it."""

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if found := _WRITES.match(sql):
            wrote.add(found[1])
        return execute(sql, *rest)

    with warnings.catch_warnings(), connection.execute_wrapper(note), transaction.atomic():
        # Wagtail leaves the pictures it makes to the garbage collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        transaction.set_rollback(True)


@contextmanager
def _blank() -> Iterator[None]:
    """Templates give nothing: pages, pieces of them, fields, mails."""
    with patch.object(Template, "render", lambda *args, **kwargs: _NOTHING):
        yield


@cache
def _addresses(*names: str) -> set[str]:
    return {reverse(name) for name in names}


def _outcome(response: Any, asked: str) -> Outcome:
    if response.status_code == 403:
        return Outcome.REFUSED
    address = response.headers.get("Location", "").split("?")[0]
    if address in _addresses("account_login", "admin_sign_in", "wagtailadmin_login"):
        return Outcome.SIGN_IN
    again = ("account_reauthenticate", "account_reauthenticate_by_code", "mfa_reauthenticate")
    if address in _addresses(*again):
        return Outcome.ASKED_AGAIN
    # Wagtail sends those who may not back to its first page, with a message.
    (home,) = _addresses("wagtailadmin_home")
    if response.status_code == 302 and address == home and asked.startswith(home):
        return Outcome.REFUSED
    return Outcome.IN
