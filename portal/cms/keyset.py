"""Keyset pagination: a page is found by the last row of the one before, never by counting rows."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db.models import DateTimeField, IntegerField, Model, Q, QuerySet
from django.utils.timezone import is_aware

M = TypeVar("M", bound=Model)
_LONGEST = 2_000


class BadCursor(ValueError):
    """The cursor in the address is not one of ours."""


@dataclass(frozen=True)
class KeysetPage(Generic[M]):
    """Some rows, and where the pages around them start; None where there is none."""

    items: list[M]
    next_cursor: str | None
    previous_cursor: str | None


def encode(values: list[Any], *, backwards: bool = False) -> str:
    """A cursor for use in an address: the ordering values of a row, and the direction."""
    plain = [["d", v.isoformat()] if isinstance(v, datetime) else ["v", v] for v in values]
    raw = json.dumps([backwards, plain], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(cursor: str, length: int) -> tuple[list[Any], bool]:
    """The ordering values and the direction of a cursor.

    Raises BadCursor when it was not made by `encode` for as many values.
    """
    if len(cursor) > _LONGEST:
        raise BadCursor(cursor)
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        backwards, plain = json.loads(raw)
        values = [_moment(v) if kind == "d" else v for kind, v in plain]
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise BadCursor(cursor) from error
    if len(values) != length or not isinstance(backwards, bool):
        raise BadCursor(cursor)
    if any(not isinstance(value, str | int | datetime) for value in values):
        raise BadCursor(cursor)
    return values, backwards


def _moment(written: str) -> datetime:
    """A moment in UTC, so that one outside the calendar is refused here; naive ones stay so."""
    moment = datetime.fromisoformat(written)
    return moment.astimezone(UTC) if is_aware(moment) else moment


def _beyond(fields: list[str], values: list[Any], *, backwards: bool) -> Q:
    """Rows after (or before) the one with these values, in the lexical order of the fields."""
    condition = Q()
    equal: dict[str, Any] = {}
    for field, value in zip(fields, values, strict=True):
        name = field.lstrip("-")
        descending = field.startswith("-") != backwards
        condition |= Q(**equal, **{f"{name}__{'lt' if descending else 'gt'}": value})
        equal[name] = value
    return condition


def _opposite(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def keyset_page(
    queryset: "QuerySet[M]", *, order: list[str], cursor: str | None, size: int
) -> KeysetPage[M]:
    """One page of at most `size` rows in this order, by one query.

    The last field of `order` must be unique. Raises BadCursor on a cursor that is not ours.
    """
    values, backwards = decode(cursor, len(order)) if cursor else ([], False)
    if cursor:
        _check_kinds(queryset.model, order, values)
        # The same bound on the first field alone lets the database use its index.
        queryset = queryset.filter(_first_bound(order, values, backwards=backwards)).filter(
            _beyond(order, values, backwards=backwards)
        )
    fields = [_opposite(field) for field in order] if backwards else order
    rows = list(queryset.order_by(*fields)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_next = more if not backwards else bool(cursor)
    has_previous = bool(cursor) if not backwards else more
    return KeysetPage(
        items=rows,
        next_cursor=encode(_values(rows[-1], order)) if rows and has_next else None,
        previous_cursor=(
            encode(_values(rows[0], order), backwards=True) if rows and has_previous else None
        ),
    )


def _check_kinds(model: type[Model], order: list[str], values: list[Any]) -> None:
    """Raises BadCursor unless each value is one its field may hold."""
    for name, value in zip(order, values, strict=True):
        field = model._meta.get_field(name.lstrip("-"))
        if isinstance(field, DateTimeField):
            good = isinstance(value, datetime) and is_aware(value)
        elif isinstance(field, IntegerField):
            good = type(value) is int and abs(value) < 2**63
        else:
            good = isinstance(value, str)
        if not good:
            raise BadCursor(name)


def _first_bound(order: list[str], values: list[Any], *, backwards: bool) -> Q:
    name = order[0].lstrip("-")
    descending = order[0].startswith("-") != backwards
    return Q(**{f"{name}__{'lte' if descending else 'gte'}": values[0]})


def _values(row: Model, order: list[str]) -> list[Any]:
    return [getattr(row, field.lstrip("-")) for field in order]
