"""What makes the database itself refuse that a recent security event is changed or deleted."""

from typing import Any

from django.conf import settings
from django.db import connections

_TABLE = "security_securityevent"
_CHANGED = "security events are append-only"
_KEPT = "security events are kept for some months"

# An event forgets who did it when the account goes; nothing else in it ever changes.
_SQLITE = (
    f"""
    CREATE TRIGGER security_event_never_changed BEFORE UPDATE ON {_TABLE}
    WHEN NOT (NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.event IS OLD.event
              AND NEW.details IS OLD.details
              AND (NEW.actor_id IS OLD.actor_id OR NEW.actor_id IS NULL))
    BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END
    """,
    f"""
    CREATE TRIGGER security_event_kept BEFORE DELETE ON {_TABLE}
    WHEN OLD.at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-[days] days')
    BEGIN SELECT RAISE(ABORT, '{_KEPT}'); END
    """,
)
_SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS security_event_never_changed",
    "DROP TRIGGER IF EXISTS security_event_kept",
)
_POSTGRESQL = (
    f"""
    CREATE OR REPLACE FUNCTION security_event_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.event = OLD.event
           AND NEW.details = OLD.details
           AND (NEW.actor_id IS NULL OR NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '{_CHANGED}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE OR REPLACE FUNCTION security_event_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.at <= clock_timestamp() - interval '[days] days' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION '{_KEPT}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE TRIGGER security_event_never_changed BEFORE UPDATE ON {_TABLE}
    FOR EACH ROW EXECUTE FUNCTION security_event_never_changed()
    """,
    f"""
    CREATE TRIGGER security_event_kept BEFORE DELETE ON {_TABLE}
    FOR EACH ROW EXECUTE FUNCTION security_event_kept()
    """,
)
_POSTGRESQL_BACK = (
    f"DROP TRIGGER IF EXISTS security_event_never_changed ON {_TABLE}",
    f"DROP TRIGGER IF EXISTS security_event_kept ON {_TABLE}",
    "DROP FUNCTION IF EXISTS security_event_never_changed()",
    "DROP FUNCTION IF EXISTS security_event_kept()",
)


def install(connection: Any) -> None:
    """Puts the triggers in place, with the days of SECURITY_LOG_MINIMUM_DAYS."""
    remove(connection)
    statements = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        for statement in statements:
            days = str(int(settings.SECURITY_LOG_MINIMUM_DAYS))
            cursor.execute(statement.replace("[days]", days))


def remove(connection: Any) -> None:
    """Takes the triggers away: for going back a migration, and for emptying a test database."""
    statements = _POSTGRESQL_BACK if connection.vendor == "postgresql" else _SQLITE_BACK
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def ensure(using: str = "default", **kwargs: Any) -> None:
    """After each `migrate`: SQLite loses triggers when a later migration remakes their table."""
    if _TABLE in connections[using].introspection.table_names():
        install(connections[using])
