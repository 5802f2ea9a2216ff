"""Groups of people whose figures may be shown, and how many are not."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from ..anonymity import publishable


@dataclass(frozen=True)
class Group:
    """A group of people: its name, how many they are, how many things they did."""

    name: str
    people: int
    count: int


@dataclass(frozen=True)
class Shown:
    """The groups that may be shown, the largest first, and what the hidden ones add up to."""

    groups: list[Group]
    hidden: int = 0
    hidden_count: int = 0


def safe_groups(groups: Iterable[Group], fewest: int | None = None) -> Shown:
    """Keeps the groups that may be shown: by default of AGENT_GROUP_MINIMUM people at least.

    `anonymity.publishable` says which, so that none is told by subtraction either.
    """
    ordered = sorted(groups, key=lambda group: (-group.people, group.name))
    # A group that did something is somebody, even when no account says who.
    people = {
        str(rank): max(group.people, 1 if group.count else 0) for rank, group in enumerate(ordered)
    }
    minimum = settings.AGENT_GROUP_MINIMUM if fewest is None else fewest
    public = publishable(people, minimum)
    shown = [one for rank, one in enumerate(ordered) if public[str(rank)] is not None]
    hidden = [one for rank, one in enumerate(ordered) if public[str(rank)] is None]
    return Shown(shown, hidden=len(hidden), hidden_count=sum(group.count for group in hidden))
