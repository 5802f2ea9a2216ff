"""The seam through which every app says what it keeps about a person, and how it is forgotten.

A source registers in AppConfig.ready(); the page of one's own data, the file to take away and the
erasure walk all of them, so that no app is forgotten.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.apps import apps
from django.core.files.base import File
from django.db.models import Count, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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

    @classmethod
    def of(
        cls,
        *rows: tuple[str, str | Promise, Any],
        files: Iterable[tuple[str, File]] = (),
    ) -> "Taken":
        """From rows of (machine name, label, value); what is empty is left out."""
        given = [row for row in rows if row[2] not in (None, "", [])]
        values = {name: value for name, _label, value in given}
        return cls(values, {name: label for name, label, _value in given}, tuple(files))


@dataclass(frozen=True, slots=True)
class Kept:
    """A figure for the page of one's own data: how many of what, and where the first ones are."""

    label: str
    count: int
    # Title and address of some of them, for the person alone.
    links: tuple[tuple[str, str], ...] = ()

    @property
    def more(self) -> int:
        """How many are not linked."""
        return self.count - len(self.links) if self.links else 0


@dataclass(frozen=True, slots=True)
class Spotted:
    """A text that stays, in which its author may be recognised; with the passages to look at."""

    key: str
    title: str
    url: str
    passages: tuple[str, ...]


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
    # What becomes of it when the person is erased, in a sentence or two.
    fate: str | Promise = ""
    # What the page says is kept; without it, how many things `export` gives.
    summary: Callable[[Person], Iterable[Kept]] | None = None
    # Takes back what its author may still take back, before the rest is erased; and how many
    # things that would be.
    withdraw: Erase | None = None
    withdrawable: Callable[[Person, datetime], int] | None = None
    # Shows under a new name what is shown under the old one: (person, old, new) → how many.
    rename: Callable[[Person, str, str], int] | None = None
    # How many things are shown under a name.
    named: Callable[[Person, str], int] | None = None

    # Texts that stay and may tell who wrote them; and what asks the city to look at some of them.
    spotted: Callable[[Person], Iterable[Spotted]] | None = None
    ask_removal: Callable[[Person, list[str], datetime], int] | None = None
    # Columns that name who did something: all sources together count them by one query.
    authored: tuple["Authored", ...] = ()

    def kept_of(self, person: Person) -> list[Kept]:
        """What is kept about this person, without what is not."""
        if self.summary is not None:
            return [each for each in self.summary(person) if each.count]
        count = sum(1 for _taken in self.export(person))
        return [Kept(str(self.label), count)] if count else []


_sources: dict[str, DataSource] = {}


def register_source(source: DataSource) -> None:
    """Add a source; called once by an app in its ready(). The same name again replaces it."""
    _sources[source.name] = source


def sources() -> list[DataSource]:
    """Every source, in the order of erasure."""
    return sorted(_sources.values(), key=lambda source: (source.order, source.name))


@dataclass(frozen=True, slots=True)
class Authored:
    """A column that says which member of staff did something; `moment` is when, if known."""

    model: str
    field: str
    moment: str = ""

    def rows(self, user_id: int) -> "QuerySet[Any]":
        """What this person did."""
        model: Any = apps.get_model(self.model)
        found: QuerySet[Any] = model._base_manager.filter(**{self.field: user_id})
        return found.order_by("pk")

    @property
    def label(self) -> str:
        """What was done to what, in words."""
        meta = apps.get_model(self.model)._meta
        verbose = getattr(meta.get_field(self.field), "verbose_name", self.field)
        return f"{meta.verbose_name} ({verbose})"


def authored_counts(columns: Sequence[Authored], user_id: int | None) -> dict[Authored, int]:
    """How many rows each of these columns says are of this account, by one query for all."""
    counts = dict.fromkeys(columns, 0)
    if user_id is None or not columns:
        return counts
    asked = [
        each.rows(user_id)
        .order_by()
        .annotate(authored_column=Value(place))
        .values("authored_column")
        .annotate(authored_count=Count("pk"))
        .values_list("authored_column", "authored_count")
        for place, each in enumerate(columns)
    ]
    first, *others = asked
    for place, total in first.union(*others, all=True) if others else first:
        counts[columns[place]] = total
    return counts


def authored_kept(columns: Sequence[Authored], counts: Mapping[Authored, int]) -> list[Kept]:
    """The figures of these columns, without those that keep nothing."""
    return [Kept(each.label, counts[each]) for each in columns if counts[each]]


def staff_source(
    name: str, label: str | Promise, columns: tuple[Authored, ...], order: int = 500
) -> DataSource:
    """What somebody did for the city: it stays whole, the name goes out of it."""

    def export(person: Person) -> Iterable[Taken]:
        counts = authored_counts(columns, person.user_id)
        for column in (each for each in columns if counts[each]):
            names = ["pk", *([column.moment] if column.moment else [])]
            for row in column.rows(person.user_id or 0).values(*names).iterator():
                moment = row.get(column.moment) if column.moment else None
                yield Taken.of(
                    ("what", _("What was done"), column.label),
                    ("number", _("Number"), str(row["pk"])),
                    ("at", _("When"), moment),
                )

    def summary(person: Person) -> Iterable[Kept]:
        return authored_kept(columns, authored_counts(columns, person.user_id))

    def erase(person: Person, at: datetime) -> int:
        if person.user_id is None:
            return 0
        rows = (column.rows(person.user_id).order_by() for column in columns)
        return sum(
            found.update(**{column.field: None})
            for column, found in zip(columns, rows, strict=True)
        )

    fate = _("Stays, for it is the city’s; your name goes out of it.")
    return DataSource(
        name, label, export, erase, order=order, fate=fate, summary=summary, authored=columns
    )
