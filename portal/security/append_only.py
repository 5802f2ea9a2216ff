"""What makes the database itself refuse that a recent security event is changed or deleted."""

from typing import Any

from django.conf import settings
from django.db import connections

from portal.frozen_rows import FrozenRows
from portal.frozen_rows import install as freeze
from portal.frozen_rows import remove as release

# An event forgets who did it when the account goes; nothing else in it ever changes.
EVENTS = FrozenRows(
    "security_securityevent",
    forgets=("actor_id",),
    dated="at",
    kept_days=lambda: settings.SECURITY_LOG_MINIMUM_DAYS,
)


def install(connection: Any) -> None:
    """Puts the triggers in place, with the days of SECURITY_LOG_MINIMUM_DAYS."""
    freeze(connection, [EVENTS])


def remove(connection: Any) -> None:
    """Takes the triggers away: for going back a migration, and for emptying a test database."""
    release(connection, [EVENTS])


def ensure(using: str = "default", **kwargs: Any) -> None:
    """After each `migrate`: SQLite loses triggers when a later migration remakes their table."""
    install(connections[using])
