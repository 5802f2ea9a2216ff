"""Majority judgment: projects in order of their median grade, ties settled by median removal.

Balinski and Laraki, “Majority Judgment” (MIT Press, 2011): when two projects have the same median,
one ballot of that grade is taken from each, and the medians are compared again. A ballot that gives
a project no grade gives it the worst one. With an even number of grades the median is the lower of
the two in the middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key
from typing import TYPE_CHECKING

from .election import ORDINAL, WITH_POINTS, Election

if TYPE_CHECKING:
    from .amounts import Number

    # How many steps of removal see the same two grades, below and above the middle.
    Stretch = tuple[int, int, int]


def grades_of(election: Election) -> tuple[list[Number], list[list[int]]]:
    """The grades, worst first, and for each project how many voters gave each of them.

    Approval ballots have two grades, 0 and 1. The worst grade is the `min_points` of the file, or
    0, or the lowest one given.
    """
    given: dict[str, dict[Number, int]] = {project.id: {} for project in election.projects}
    for ballot, weight in election.ballots.items():
        for choice in ballot:
            project, grade = choice if election.kind in WITH_POINTS else (choice, 1)
            counted = given[project]
            counted[grade] = counted.get(grade, 0) + weight
    lowest = election.limits.min_points or 0
    levels: set[Number] = {lowest, *(grade for counted in given.values() for grade in counted)}
    grades = sorted(levels)
    voters = election.voters
    tallies = []
    for counted in given.values():
        tally = [counted.get(grade, 0) for grade in grades]
        tally[0] += voters - sum(tally)
        tallies.append(tally)
    return grades, tallies


def median_of(tally: Sequence[int]) -> int:
    """The place of the median grade in the list of grades; 0 when there is no ballot."""
    middle, seen = (sum(tally) + 1) // 2, 0
    for grade, many in enumerate(tally):
        seen += many
        if seen >= middle > 0:
            return grade
    return 0


def _outwards(tally: Sequence[int], place: int, step: int) -> list[tuple[int, int]]:
    """The grades met from a place in the sorted ballots towards one end, with how many of each."""
    met = []
    start = 0
    for grade, many in enumerate(tally):
        low, high = start, start + many
        start = high
        length = min(high - 1, place) - low + 1 if step < 0 else high - max(low, place)
        if many and length > 0:
            met.append((min(length, many), grade))
    return met[::-1] if step < 0 else met


def majority_value(tally: Sequence[int]) -> list[Stretch]:
    """The medians seen when they are removed one by one, as stretches (steps, grade, grade).

    After the first median of an odd number, the median alternates between the next ballot below
    and the next one above.
    """
    voters = sum(tally)
    value: list[Stretch] = []
    middle = (voters - 1) // 2
    lower, upper = middle, middle + 1
    if voters % 2:
        value.append((1, median_of(tally), median_of(tally)))
        lower = middle - 1
    below, above = _outwards(tally, lower, -1), _outwards(tally, upper, 1)
    while below and above:
        (down, low), (up, high) = below[0], above[0]
        steps = min(down, up)
        value.append((steps, low, high))
        below[0], above[0] = (down - steps, low), (up - steps, high)
        below = below if below[0][0] else below[1:]
        above = above if above[0][0] else above[1:]
    return value


def compare(one: Sequence[Stretch], other: Sequence[Stretch]) -> int:
    """Above 0 when the first majority value is the better one, 0 when they are the same."""
    mine, theirs = list(one), list(other)
    while mine and theirs:
        (steps, low, high), (more, bottom, top) = mine[0], theirs[0]
        if (low, high) != (bottom, top):
            return 1 if (low, high) > (bottom, top) else -1
        least = min(steps, more)
        mine[0], theirs[0] = (steps - least, low, high), (more - least, bottom, top)
        mine = mine if mine[0][0] else mine[1:]
        theirs = theirs if theirs[0][0] else theirs[1:]
    return 0


def majority_order(tallies: Sequence[Sequence[int]], ranks: Sequence[int]) -> list[int]:
    """The projects, the best judged first; the same majority value goes by the published order."""
    values = [majority_value(tally) for tally in tallies]
    published = sorted(range(len(tallies)), key=ranks.__getitem__)

    def worse(one: int, other: int) -> int:
        return compare(values[other], values[one])

    return sorted(published, key=cmp_to_key(worse))


def can_judge(kind: str) -> bool:
    """Whether ballots of this kind hold grades: a ranking has none."""
    return kind != ORDINAL
