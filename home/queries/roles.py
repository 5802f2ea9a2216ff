"""Who may do what: the matrix as the code means it, and how each group differs from it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import Count, Q

from portal.accounts.abilities import Ability
from portal.accounts.enums import Role

from ..role_matrix import abilities, permissions_of
from ..role_names import NAMES


@dataclass(frozen=True)
class RoleColumn:
    """A role with its group as it is in this portal."""

    role: Role
    name: str
    people_count: int
    # Permissions that the city took from the group, and that it gave besides.
    missing: list[str]
    added: list[str]


@dataclass(frozen=True)
class MatrixRow:
    """An ability, and for each role whether it holds it."""

    ability: Ability
    held: list[bool]


def role_columns() -> list[RoleColumn]:
    """The roles in their order, in two queries."""
    people = Count("user", filter=Q(user__is_active=True))
    groups = Group.objects.annotate(people=people).prefetch_related("permissions__content_type")
    by_name = {group.name: group for group in groups}
    return [_column(role, by_name.get(str(NAMES[role]))) for role in Role]


def _column(role: Role, group: Group | None) -> RoleColumn:
    wanted = permissions_of(role)
    held = set()
    if group is not None:
        permissions = group.permissions.all()
        held = {f"{one.content_type.app_label}.{one.codename}" for one in permissions}
    return RoleColumn(
        role=role,
        name=str(NAMES[role]),
        people_count=group.people if group is not None else 0,  # type: ignore[attr-defined]
        missing=sorted(wanted - held),
        added=sorted(held - wanted),
    )


def matrix() -> Iterator[tuple[str, list[MatrixRow]]]:
    """The abilities by subject, each with the roles that hold it."""
    subject = ""
    rows: list[MatrixRow] = []
    for ability in abilities():
        if rows and str(ability.subject) != subject:
            yield subject, rows
            rows = []
        subject = str(ability.subject)
        rows.append(MatrixRow(ability, [role in ability.roles for role in Role]))
    yield subject, rows
