"""Rows by the million into a table: COPY on PostgreSQL, prepared inserts on SQLite."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

_BATCH = 20_000


def load(model: type[Model], fields: str, rows: Iterable[Sequence[Any]]) -> None:
    """Writes rows that give these fields; every other field gets its default, the same in all."""
    names = fields.split()
    by_name = {field.name: field for field in model._meta.local_concrete_fields}
    others = [
        field
        for field in by_name.values()
        if field.name not in names and field.get_internal_type() != "BigAutoField"
    ]
    columns = [by_name[name].column for name in names] + [field.column for field in others]
    rest = tuple(field.get_default() for field in others)
    complete = ((*row, *rest) for row in rows)
    write = _copy if connection.vendor == "postgresql" else _insert
    write(model._meta.db_table, columns, complete)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def _copy(table: str, columns: list[str], rows: Iterable[Sequence[Any]]) -> None:
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _insert(table: str, columns: list[str], rows: Iterable[Sequence[Any]]) -> None:
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({quoted}) VALUES ({places})"  # noqa: S608 - our own names
    adapted = (tuple(map(_adapted, row)) for row in rows)
    while batch := list(islice(adapted, _BATCH)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, batch)


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if type(value) is datetime else value


@contextmanager
def without_indexes(*models: type[Model]) -> Iterator[None]:
    """Takes the indexes and rules of tables away meanwhile: built at the end, they cost less.

    Primary keys stay, since other tables refer to them. PostgreSQL only.
    """
    if connection.vendor != "postgresql":
        yield
        return
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        back = [*_indexes(cursor, tables), *_constraints(cursor, tables)]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for drop, _restore in reversed(back):
            cursor.execute(drop)
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _drop, restore in back:
            cursor.execute(restore)
        cursor.execute("RESET maintenance_work_mem")


def _indexes(cursor: Any, tables: list[str]) -> list[tuple[str, str]]:
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname "
        "NOT IN (SELECT conname FROM pg_constraint WHERE contype IN ('p', 'u'))",
        [tables],
    )
    return [(f'DROP INDEX "{name}"', definition) for name, definition in cursor.fetchall()]


def _constraints(cursor: Any, tables: list[str]) -> list[tuple[str, str]]:
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('u', 'f') ORDER BY contype DESC",
        [tables],
    )
    return [
        (
            f'ALTER TABLE {table} DROP CONSTRAINT "{name}"',
            f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}',
        )
        for table, name, definition in cursor.fetchall()
    ]
