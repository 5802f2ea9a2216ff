"""The seam through which every app says what it keeps about a person, and how it is forgotten.

A source registers in AppConfig.ready(); the page of one's own data, the file to take away and the
erasure walk all of them, so that no app is forgotten.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.core.files.base import File
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Person:
    """Whom data is about: an account, addresses proved to be theirs, or both."""

    user_id: int | None
    # Lower case; each was proved by a mailed link or belongs to the account.
    emails: frozenset[str]


@dataclass(frozen=True, slots=True)
class Taken:
    """One thing kept about a person, as they take it away."""

    # Plain values under machine names, in the order to show them: text, numbers, moments, lists.
    values: dict[str, Any]
    # The same with labels a person reads; the same order.
    labels: dict[str, str | Promise]
    files: tuple[tuple[str, File], ...] = ()


Export: TypeAlias = Callable[[Person], Iterable[Taken]]
# Erases or anonymises within the caller's transaction; returns how many things it changed.
# Public counts do not change. Files are removed once the transaction is committed.
Erase: TypeAlias = Callable[[Person, datetime], int]


@dataclass(frozen=True, slots=True)
class DataSource:
    """What one app keeps about people: `name` is its folder in the file to take away."""

    name: str
    label: str | Promise
    export: Export
    erase: Erase
    # The lower, the earlier it is erased: the account itself goes last (1000).
    order: int = 100


_sources: dict[str, DataSource] = {}


def register_source(source: DataSource) -> None:
    """Add a source; called once by an app in its ready(). The same name again replaces it."""
    _sources[source.name] = source


def sources() -> list[DataSource]:
    """Every source, in the order of erasure."""
    return sorted(_sources.values(), key=lambda source: (source.order, source.name))
