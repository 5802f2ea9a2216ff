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
    queryset: "QuerySet[M]", *, order: list[str], cursor: str | None, size: int, scope: str = ""
) -> KeysetPage[M]:
    """One page of at most `size` rows in this order, by one query.

    The last field of `order` must be unique. `scope` names the list: a cursor of another one is
    refused. Raises BadCursor on a cursor that is not ours.
    """
    values, backwards = _position(queryset.model, order, cursor, scope)
    if values:
        queryset = _after(queryset, order, values, backwards=backwards)
    rows = list(queryset.order_by(*_direction(order, backwards=backwards))[: size + 1])
    return _page(rows, size, order, scope, cursor=bool(cursor), backwards=backwards)


def ring_page(
    queryset: "QuerySet[M]",
    *,
    order: list[str],
    start: int,
    cursor: str | None,
    size: int,
    scope: str = "",
) -> KeysetPage[M]:
    """One page of an order that begins at the value `start` of its first field and wraps around.

    The first field holds whole numbers, and ascends. Two queries whatever the page: the rows
    from `start` on, and those before it, each read from where the cursor says.
    """
    place = order[0]
    late, early = Q(**{f"{place}__gte": start}), Q(**{f"{place}__lt": start})
    values, backwards = _position(queryset.model, order, cursor, scope)
    parts = [early, late] if backwards else [late, early]
    if values:
        here = late if values[0] >= start else early
        # The part that is over keeps no row: both conditions never hold together.
        done = parts.index(here)
        parts = [part & here if n < done else part for n, part in enumerate(parts)]
    else:
        here = None
    rows: list[M] = []
    for part in parts:
        found = queryset.filter(part)
        if part is here:
            found = _after(found, order, values, backwards=backwards)
        rows += found.order_by(*_direction(order, backwards=backwards))[: size + 1]
    return _page(rows[: size + 1], size, order, scope, cursor=bool(cursor), backwards=backwards)


def _position(
    model: type[Model], order: list[str], cursor: str | None, scope: str
) -> tuple[list[Any], bool]:
    """The values of the row a cursor names, none at the start, and the direction."""
    if not cursor:
        return [], False
    (named, *values), backwards = decode(cursor, len(order) + 1)
    if named != scope:
        raise BadCursor(cursor)
    _check_kinds(model, order, values)
    return values, backwards


def _after(
    queryset: "QuerySet[M]", order: list[str], values: list[Any], *, backwards: bool
) -> "QuerySet[M]":
    # The same bound on the first field alone lets the database use its index.
    queryset = queryset.filter(_first_bound(order, values, backwards=backwards))
    return queryset.filter(_beyond(order, values, backwards=backwards))


def _direction(order: list[str], *, backwards: bool) -> list[str]:
    return [_opposite(field) for field in order] if backwards else order


def _page(
    rows: list[M], size: int, order: list[str], scope: str, *, cursor: bool, backwards: bool
) -> KeysetPage[M]:
    """The rows in the order of reading, with the ways out; one row too many tells that more is."""
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_next = more if not backwards else cursor
    has_previous = cursor if not backwards else more
    first, last = (
        [[scope, *_values(row, order)] for row in (rows[0], rows[-1])] if rows else [[], []]
    )
    return KeysetPage(
        items=rows,
        next_cursor=encode(last) if rows and has_next else None,
        previous_cursor=encode(first, backwards=True) if rows and has_previous else None,
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
