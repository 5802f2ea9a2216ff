"""Figures by group that betray nobody, not even by subtraction. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

# A figure about fewer people than this says something of each of them.
FEWEST = 10


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


def safe_groups(groups: Iterable[Group], fewest: int = FEWEST) -> Shown:
    """Keeps the groups of at least `fewest` people.

    Whoever knows the total could subtract what is shown from it. So one hidden group is never
    alone, and those hidden are together at least `fewest`: the smallest shown ones join them.
    """
    ordered = sorted(groups, key=lambda group: (-group.people, group.name))
    shown = [group for group in ordered if group.people >= fewest]
    hidden = ordered[len(shown) :]
    while hidden and shown and (len(hidden) < 2 or sum(g.people for g in hidden) < fewest):
        hidden.insert(0, shown.pop())
    return Shown(shown, hidden=len(hidden), hidden_count=sum(group.count for group in hidden))
