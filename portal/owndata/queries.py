"""What is kept about a person, source by source; and whether the account may go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.personal_data import (
    DataSource,
    Kept,
    Person,
    Spotted,
    authored_counts,
    authored_kept,
    sources,
)
from portal.decisions import ALLOWED, Decision

from . import rules
from .persons import names_of

__all__ = ["Part", "names_of", "overview", "spotted", "withdrawable"]


@dataclass(frozen=True)
class Part:
    """What one source keeps about a person: its figures, and what becomes of it."""

    source: DataSource
    kept: list[Kept]

    @property
    def label(self) -> str:
        """What it is, in words."""
        return str(self.source.label)

    @property
    def fate(self) -> str:
        """What becomes of it when the person is erased."""
        return str(self.source.fate or _("Erased."))


def overview(person: Person) -> list[Part]:
    """What is kept about a person; sources that keep nothing are left out. The account first.

    A source asks a few queries, whatever it keeps; those of work done for the city one together.
    """
    ordered = sorted(sources(), key=lambda source: (source.order != 1000, source.order))
    columns = [column for source in ordered for column in source.authored]
    counts = authored_counts(columns, person.user_id)
    parts = [
        Part(
            source,
            authored_kept(source.authored, counts) if source.authored else source.kept_of(person),
        )
        for source in ordered
    ]
    return [part for part in parts if part.kept]


def withdrawable(person: Person, at: datetime) -> int:
    """How many texts the person may still take back."""
    askable = [source.withdrawable for source in sources() if source.withdrawable]
    return sum(count(person, at) for count in askable)


def spotted(person: Person) -> Iterator[tuple[str, Spotted]]:
    """Texts that stay and may tell who wrote them, with the name of their source."""
    for source in sources():
        for each in source.spotted(person) if source.spotted else ():
            yield source.name, each


def shown_under(person: Person, name: str) -> int:
    """How many texts are shown under this name of the account."""
    return sum(source.named(person, name) for source in sources() if source.named)


def may_be_erased(person: Person) -> Decision:
    """Whether the account, if any, may go."""
    user = User.objects.filter(pk=person.user_id).first() if person.user_id else None
    if user is None:
        return ALLOWED
    others: Any = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return rules.may_erase(
        is_administrator=user.is_superuser and user.is_active, other_administrators=others.count()
    )
