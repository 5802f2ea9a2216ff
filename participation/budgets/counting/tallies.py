"""What a count needs of the ballots: who supports what, with how many points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from .amounts import simplest
from .election import ORDINAL, WITH_POINTS, Election

if TYPE_CHECKING:
    from .amounts import Number
    from .election import Ballot


@dataclass(frozen=True)
class Tally:
    """Ballots turned round: for each project, its groups of voters. Projects are numbers here.

    `holders[p]` are the groups of identical ballots that give project `p` more than zero, and
    `points[p]` what each of their voters gives it, or None where every one gives 1.
    """

    costs: list[Number]
    budget: Number
    weights: list[int]
    holders: list[list[int]]
    points: list[list[Number] | None]
    votes: list[int]
    scores: list[Number]
    voters: int


def points_of_ranks(length: int, rank_points: Sequence[int] | None) -> list[int]:
    """The points of the 1st, 2nd… of a ballot that ranks `length` projects.

    With the city's own scale, those beyond its end get nothing. Without one: Borda as pabutools
    1.2.3 counts it, the number of projects ranked lower on that ballot, so the last gets none.
    """
    if rank_points is None:
        return list(range(length - 1, -1, -1))
    return [*rank_points[:length], *[0] * (length - len(rank_points))]


def tally_of(election: Election, rank_points: Sequence[int] | None = None) -> Tally:
    """Turns the ballots round. They were checked before: an unknown project is a KeyError."""
    weights = list(election.ballots.values())
    number_of = {project.id: number for number, project in enumerate(election.projects)}
    if election.kind in WITH_POINTS or election.kind == ORDINAL:
        holders, points, scores = _with_points(election, number_of, rank_points)
    else:
        holders, points = _without_points(election, number_of)
        scores = [sum(weights[group] for group in groups) for groups in holders]
    return Tally(
        costs=[project.cost for project in election.projects],
        budget=election.budget,
        weights=weights,
        holders=holders,
        points=points,
        votes=[sum(weights[group] for group in groups) for groups in holders],
        scores=scores,
        voters=sum(weights),
    )


def _without_points(
    election: Election, number_of: dict[str, int]
) -> tuple[list[list[int]], list[list[Number] | None]]:
    holders: list[list[int]] = [[] for _ in election.projects]
    adders = {project: holders[number].append for project, number in number_of.items()}
    for group, ballot in enumerate(election.ballots):
        for project in ballot:
            adders[project](group)
    return holders, [None] * len(holders)


def _with_points(
    election: Election, number_of: dict[str, int], rank_points: Sequence[int] | None
) -> tuple[list[list[int]], list[list[Number] | None], list[Number]]:
    holders: list[list[int]] = [[] for _ in election.projects]
    points: list[list[Number]] = [[] for _ in election.projects]
    scores: list[Number] = [0] * len(holders)
    ordinal = election.kind == ORDINAL
    for group, (ballot, weight) in enumerate(election.ballots.items()):
        for project, given in _gifts(ballot, rank_points) if ordinal else ballot:
            number = number_of[project]
            scores[number] += weight * given
            if given > 0:
                holders[number].append(group)
                points[number].append(given)
    return holders, list(points), [simplest(score) for score in scores]


def _gifts(ballot: Ballot, rank_points: Sequence[int] | None) -> list[tuple[str, int]]:
    scale = points_of_ranks(len(ballot), rank_points)
    return [(project, scale[rank]) for rank, project in enumerate(ballot)]


def fair_share(tally: Tally, budget: Number, whole: bool = False) -> Number:
    """What each voter may spend at the start: the envelope divided by the ballots, or its floor."""
    if not tally.voters:
        return 0
    share = Fraction(budget) / tally.voters
    return share.numerator // share.denominator if whole else simplest(share)
