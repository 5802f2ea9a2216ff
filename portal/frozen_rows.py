"""Rows that the database itself refuses to change or delete: facts published, events recorded.

An app registers its tables in `ready()`; the triggers are put in place after each `migrate`,
because SQLite loses them when a migration remakes their table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections


@dataclass(frozen=True)
class FrozenRows:
    """A table whose rows stay as they were written.

    `forgets` are columns that may still become null: who did it, when the account goes; `free`
    are columns that may still change: the place in a list. `once` is an SQL condition on [row];
    rows are frozen only while it holds, and none that fulfils `closed_to_new` may be added, nor
    changed until it does. After `kept_days()` days, by the column `dated`, a row
    may be deleted; without it, never.
    """

    table: str
    forgets: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    once: str = ""
    closed_to_new: str = ""
    dated: str = ""
    kept_days: Callable[[], int] | None = None

    def name(self, event: str) -> str:
        """The name of one of its triggers."""
        return f"{self.table}_frozen_{event}"

    def refusal(self, event: str) -> str:
        """What the database says to whoever tries."""
        return f"{self.table}: {_WORDS[event]}"


_WORDS = {
    "update": "these rows are append-only",
    "delete": "these rows are kept",
    "insert": "these rows are closed",
}
_registered: list[FrozenRows] = []


def register(*tables: FrozenRows) -> None:
    """Adds tables; called by an app in its ready(). Again, it is ignored."""
    _registered.extend(one for one in tables if one not in _registered)


def registered() -> list[FrozenRows]:
    """Every table registered, in the order of the apps."""
    return list(_registered)


def install(connection: Any, tables: list[FrozenRows] | None = None) -> None:
    """Puts the triggers of these tables in place; by default, of every one registered."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for one in _registered if tables is None else tables:
            if one.table in present:
                _drop(cursor, connection, one)
                columns = _columns(cursor, one)
                for statement in _statements(connection.vendor, one, columns):
                    cursor.execute(statement)


def remove(connection: Any, tables: list[FrozenRows] | None = None) -> None:
    """Takes the triggers away: for a migration of these rows, for emptying a test database."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for one in _registered if tables is None else tables:
            if one.table in present:
                _drop(cursor, connection, one)


def lift(using: str = "default", plan: Any = (), **kwargs: Any) -> None:
    """Before migrations on SQLite, which remakes a table: a trigger that names it would stop it."""
    if plan and connections[using].vendor == "sqlite":
        remove(connections[using])


def ensure(using: str = "default", **kwargs: Any) -> None:
    """After each `migrate`: puts back what a migration may have lost."""
    install(connections[using])


def _columns(cursor: Any, one: FrozenRows) -> list[str]:
    # Not Django's introspection: on SQLite it stumbles over a CHECK (… IN (1, 2)).
    cursor.execute(f'SELECT * FROM "{one.table}" LIMIT 0')  # noqa: S608 - a name of ours
    return [column[0] for column in cursor.description]


def _drop(cursor: Any, connection: Any, one: FrozenRows) -> None:
    for event in _WORDS:
        if connection.vendor == "postgresql":
            cursor.execute(f'DROP TRIGGER IF EXISTS {one.name(event)} ON "{one.table}"')
            cursor.execute(f"DROP FUNCTION IF EXISTS {one.name(event)}()")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {one.name(event)}")


def _on(condition: str, row: str) -> str:
    return condition.replace("[row]", row)


def _statements(vendor: str, one: FrozenRows, columns: list[str]) -> list[str]:
    conditions = {
        "update": (_refused_update(vendor, one, columns), "NEW"),
        "delete": (_both(_on(one.once, "OLD"), _young(vendor, one)) or "TRUE", "OLD"),
    }
    if one.closed_to_new:
        conditions["insert"] = (_on(one.closed_to_new, "NEW"), "NEW")
    make = _postgresql if vendor == "postgresql" else _sqlite
    return [
        statement
        for event, (condition, back) in conditions.items()
        for statement in make(one, event, condition, back)
    ]


def _refused_update(vendor: str, one: FrozenRows, columns: list[str]) -> str:
    """The condition under which an update is refused: of a frozen row, or to join closed ones."""
    changes = _changes(vendor, one, columns)
    if not one.closed_to_new:
        return _both(_on(one.once, "OLD"), changes)
    frozen = " OR ".join(
        f"({condition})"
        for condition in (_on(one.once, "OLD") or "TRUE", _on(one.closed_to_new, "NEW"))
    )
    return _both(frozen, changes)


def _both(first: str, second: str) -> str:
    return " AND ".join(f"({one})" for one in (first, second) if one)


def _changes(vendor: str, one: FrozenRows, columns: list[str]) -> str:
    """The condition under which an update changes more than it may."""
    same = "IS NOT DISTINCT FROM" if vendor == "postgresql" else "IS"
    held = {*one.forgets, *one.free}
    kept = [f'NEW."{name}" {same} OLD."{name}"' for name in columns if name not in held]
    forgotten = [
        f'(NEW."{name}" IS NULL OR NEW."{name}" {same} OLD."{name}")' for name in one.forgets
    ]
    return f"NOT ({' AND '.join([*kept, *forgotten])})"


def _young(vendor: str, one: FrozenRows) -> str:
    """The condition under which a row must still be kept; nothing when it always must."""
    if one.kept_days is None:
        return ""
    days = int(one.kept_days())
    if vendor == "postgresql":
        return f"OLD.\"{one.dated}\" > clock_timestamp() - interval '{days} days'"
    return f"OLD.\"{one.dated}\" > strftime('%Y-%m-%d %H:%M:%f', 'now', '-{days} days')"


def _sqlite(one: FrozenRows, event: str, condition: str, back: str) -> list[str]:
    return [
        f'CREATE TRIGGER {one.name(event)} BEFORE {event.upper()} ON "{one.table}" '
        f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{one.refusal(event)}'); END"
    ]


def _postgresql(one: FrozenRows, event: str, condition: str, back: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {one.name(event)}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {condition} THEN RAISE EXCEPTION '{one.refusal(event)}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {back}; END $$",
        f'CREATE TRIGGER {one.name(event)} BEFORE {event.upper()} ON "{one.table}" '
        f"FOR EACH ROW EXECUTE FUNCTION {one.name(event)}()",
    ]
