"""The usual rule: in order of votes, each project that still fits in the envelope is funded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .amounts import Number
    from .tallies import Tally


def by_score(
    tally: Tally, scores: Sequence[Number], per_cost: bool, free_first: bool
) -> list[Number]:
    """The value of each project for this rule, the larger the better.

    Votes or points; divided by the cost with `per_cost`. A free project with votes precedes all
    others when `free_first`: it takes nothing from anybody. Below zero counts as zero.
    """
    largest = max([0, *scores]) + 1
    values: list[Number] = []
    for score, cost in zip(scores, tally.costs):  # noqa: B905
        if score <= 0:
            values.append(0)
        elif cost == 0:
            values.append(largest if free_first else 0)
        else:
            values.append(Fraction(score) / cost if per_cost else score)
    return values


def in_order(values: Sequence[Number], ranks: Sequence[int]) -> list[int]:
    """The projects, the largest value first, ties in the published order."""
    return sorted(range(len(values)), key=lambda number: (-values[number], ranks[number]))


def fill(
    order: Iterable[int], costs: Sequence[Number], left: Number
) -> tuple[list[int], dict[int, Number]]:
    """The projects funded in that order, and what remained when each of the others was examined.

    What does not fit at its turn is skipped, not the end: a cheaper one may follow.
    """
    funded, skipped = [], {}
    for number in order:
        if costs[number] <= left:
            funded.append(number)
            left -= costs[number]
        else:
            skipped[number] = left
    return funded, skipped
