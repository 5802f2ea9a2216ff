"""Who goes first when the rule itself says equal: a total order, published before the count."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .amounts import Number
    from .election import Project

BY_ID = "id"
BY_COST = "mincost-maxvotes-id"
BY_LOT = "mincost-maxvotes-lot"
TIES = (BY_ID, BY_COST, BY_LOT)


def lot_of(seed: str, project: str) -> str:
    """The drawn number of a project: SHA-256 of `seed;identifier`, in hexadecimal.

    The seed is drawn in public after the projects are fixed, so nobody can choose the order; with
    it, anybody can draw again.
    """
    return hashlib.sha256(f"{seed};{project}".encode("utf-8", "surrogatepass")).hexdigest()


def tie_ranks(
    projects: Sequence[Project], votes: Sequence[Number], ties: str, seed: str
) -> list[int]:
    """The place of each project in the order that settles ties, 0 first.

    Lowest cost, then most votes, then the lot: the order that equalshares.net advises. The
    identifier, compared as text, comes last, so that no two projects are ever equal.
    """

    def key(number: int) -> tuple[object, ...]:
        project = projects[number]
        if ties == BY_ID:
            return (project.id,)
        if ties == BY_COST:
            return (project.cost, -votes[number], project.id)
        return (project.cost, -votes[number], lot_of(seed, project.id), project.id)

    ranks = [0] * len(projects)
    for rank, number in enumerate(sorted(range(len(projects)), key=key)):
        ranks[number] = rank
    return ranks
