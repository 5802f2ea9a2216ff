"""What somebody may do, in words, with the permissions it asks: lines of the matrix of roles."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from .enums import Role

EDIT = ("add", "change", "delete", "view")


@dataclass(frozen=True)
class Ability:
    """One thing that somebody may do, in words, and what the software asks for it."""

    subject: str | Promise
    label: str | Promise
    roles: frozenset[Role]
    permissions: tuple[str, ...] = ()
    # The part of the page tree in which pages may be written; everything under it.
    pages_in: str = ""
    files: bool = False
    writes: bool = True


def each(model: str, verbs: Iterable[str] = EDIT) -> tuple[str, ...]:
    """The permissions of these verbs on a model, “app.model”, by name."""
    app, name = model.split(".")
    return tuple(f"{app}.{verb}_{name}" for verb in verbs)


def held_by(*roles: Role) -> frozenset[Role]:
    """These roles."""
    return frozenset(roles)
