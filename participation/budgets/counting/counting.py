"""The count: `count(election, rule)` says who wins, in which order, for what price, and why not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from .election import Election
from .equal_shares import Bought, Shares, equal_shares
from .faults import Fault
from .greedy import by_score, fill, in_order
from .majority import can_judge, grades_of, majority_order
from .rule import (
    CARDINALITY,
    COST,
    DISTRICT,
    EQUAL_SHARES,
    GREEDY_PER_COST,
    MAJORITY,
    OVERSPENT,
    PABUTOOLS,
    WHOLE,
    Rule,
)
from .tallies import Tally, fair_share, tally_of
from .ties import tie_ranks

if TYPE_CHECKING:
    from .amounts import Number

    Method = Callable[
        [Tally, Sequence[Number], Sequence[int], Sequence[int]],
        Shares,
    ]

MOST_RUNS = 200_000
BY_GUARANTEE, BY_FREE, BY_SHARES, BY_FILL, BY_ORDER = (
    "guarantee",
    "free",
    "shares",
    "completion",
    "order",
)


@dataclass(frozen=True)
class Step:
    """One project funded: how it came to be, what its voters paid, who was as good."""

    project: int
    how: str
    price: Fraction | None = None
    tied: tuple[int, ...] = ()


@dataclass(frozen=True)
class Count:
    """A finished count, by numbers of projects, with what explains it.

    `held`: what the voters of a project held together when the shares ended. `turns`: what remained
    of the envelope when a project was examined in the order of votes, and did not fit.
    """

    election: Election
    rule: Rule
    tally: Tally
    scores: list[Number]
    steps: list[Step]
    share: Number | None = None
    runs: int = 0
    held: dict[int, Fraction] = field(default_factory=dict)
    turns: dict[int, Number] = field(default_factory=dict)
    grades: tuple[list[Number], list[list[int]]] | None = None

    @property
    def winners(self) -> list[str]:
        """Identifiers of the projects funded, in the order in which they were."""
        return [self.election.projects[step.project].id for step in self.steps]

    @property
    def spent(self) -> Number:
        """What the winners cost together."""
        return sum(self.tally.costs[step.project] for step in self.steps)


@dataclass(frozen=True)
class Ballots:
    """What both families of rules share: the tally, the values by which projects are compared."""

    election: Election
    rule: Rule
    tally: Tally
    scores: list[Number]
    ranks: list[int]

    @property
    def eligible(self) -> list[int]:
        """The projects that may be funded at all; without votes, only as pabutools does."""
        everyone = range(len(self.scores))
        if self.rule.edges == PABUTOOLS:
            return list(everyone)
        return [number for number in everyone if self.scores[number] > 0]

    def values(self, per_cost: bool) -> list[Number]:
        """What the order of votes goes by."""
        pabutools = self.rule.edges == PABUTOOLS
        free_first = not pabutools or per_cost or self.rule.utility != COST
        return by_score(self.tally, self.scores, per_cost, free_first)


def count(election: Election, rule: Rule, method: Method = equal_shares) -> Count:
    """Counts the ballots. The same ballots in another order, or projects in another, win alike.

    Args:
        election: the ballots; those of a withdrawn project were taken out of it before.
        rule: every choice that matters.
        method: the computation of equal shares, the reference unless another is given.

    Raises:
        Fault: when the rule cannot count such ballots, or does not end.
    """
    if rule.rule == MAJORITY and not can_judge(election.kind):
        raise Fault("rule-and-ballots", rule=rule.rule, kind=election.kind)
    tally = tally_of(election, rule.rank_points)
    scores = list(tally.scores)
    if rule.utility == CARDINALITY:
        tally = replace(tally, points=[None] * len(tally.costs))
        scores = list(tally.votes)
    ranks = tie_ranks(election.projects, tally.votes, rule.ties, rule.seed)
    ballots = Ballots(election, rule, tally, scores, ranks)
    if rule.rule == EQUAL_SHARES:
        return _by_shares(ballots, method)
    return _by_order(ballots)


def _by_order(ballots: Ballots) -> Count:
    """Rules that put projects in an order once: votes, votes per euro, majority judgment."""
    rule, tally = ballots.rule, ballots.tally
    grades = None
    values: Sequence[object]
    scores = ballots.scores
    eligible = set(ballots.eligible)
    if rule.rule == MAJORITY:
        grades = grades_of(ballots.election)
        order = majority_order(grades[1], ballots.ranks)
        values = [tuple(one) for one in grades[1]]
        if rule.edges != PABUTOOLS:
            # Only the worst grade, from everybody: a project without votes.
            eligible = {number for number in order if any(grades[1][number][1:])}
    else:
        votes = ballots.values(rule.rule == GREEDY_PER_COST)
        order, values = in_order(votes, ballots.ranks), votes
    order = [number for number in order if number in eligible]
    first = _guaranteed(ballots, order)
    left = tally.budget - sum(tally.costs[number] for number in first)
    rest, turns = fill((number for number in order if number not in first), tally.costs, left)
    steps = [Step(number, BY_GUARANTEE) for number in first]
    steps += [Step(number, BY_ORDER, tied=_ties(values, number, order)) for number in rest]
    return Count(ballots.election, rule, tally, scores, steps, turns=turns, grades=grades)


def _ties(values: Sequence[object], chosen: int, among: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted(one for one in among if one != chosen and values[one] == values[chosen]))


def _guaranteed(ballots: Ballots, order: Sequence[int]) -> list[int]:
    """The first project of each district, in that order, as long as the envelope allows.

    A district whose first project does not fit gets the next one that does. Projects of no
    district are not concerned.
    """
    if ballots.rule.guarantee != DISTRICT:
        return []
    left, served, chosen = ballots.tally.budget, set(), []
    for number in order:
        district = ballots.election.projects[number].district
        if district and district not in served and ballots.tally.costs[number] <= left:
            served.add(district)
            chosen.append(number)
            left -= ballots.tally.costs[number]
    return chosen


def _by_shares(ballots: Ballots, method: Method) -> Count:
    """Equal shares: what is guaranteed or free first, then the shares, then what completes them."""
    rule, tally = ballots.rule, ballots.tally
    worth = tally.costs if rule.utility == COST else [1] * len(tally.costs)
    by_worth = by_score(tally, ballots.scores, rule.utility != COST, True)
    first = _guaranteed(
        ballots, [one for one in in_order(by_worth, ballots.ranks) if by_worth[one]]
    )
    supported = [
        number for number, votes in enumerate(tally.votes) if votes and number not in first
    ]
    free = [] if _ignores_free(rule) else [one for one in supported if tally.costs[one] == 0]
    free.sort(key=ballots.ranks.__getitem__)
    steps = [Step(one, BY_GUARANTEE) for one in first] + [Step(one, BY_FREE) for one in free]
    left = tally.budget - sum(tally.costs[number] for number in first)
    candidates = [number for number in supported if tally.costs[number] > 0]
    bought, share, runs = Bought([], lambda project: Fraction(0)), fair_share(tally, 0), 0
    if tally.voters:
        run = method(tally, worth, ballots.ranks, candidates)
        bought, share, runs = _shares(ballots, run, candidates, left)
    steps += [Step(one.project, BY_SHARES, one.price, one.tied) for one in bought.purchases]
    left -= _cost(tally, bought.projects)
    turns: dict[int, Number] = {}
    if rule.fills:
        filled, turns = _filled(ballots, {step.project for step in steps}, left)
        steps += filled
    chosen = {step.project for step in steps}
    held = {number: bought.held(number) for number in candidates if number not in chosen}
    return Count(ballots.election, rule, tally, ballots.scores, steps, share, runs, held, turns)


def _ignores_free(rule: Rule) -> bool:
    """With cost utility a free project brings nothing, so pabutools never buys it."""
    return rule.edges == PABUTOOLS and rule.utility == COST


def _filled(
    ballots: Ballots, chosen: set[int], left: Number
) -> tuple[list[Step], dict[int, Number]]:
    votes = ballots.values(False)
    eligible = set(ballots.eligible)
    order = [
        number
        for number in in_order(votes, ballots.ranks)
        if number not in chosen and number in eligible
    ]
    funded, turns = fill(order, ballots.tally.costs, left)
    steps = [Step(number, BY_FILL, tied=_ties(votes, number, order)) for number in funded]
    return steps, turns


def _shares(
    ballots: Ballots, run: Shares, candidates: Sequence[int], budget: Number
) -> tuple[Bought, Number, int]:
    """The purchases kept, the share that led to them, and how many runs it took.

    With `add1`, every voter is given one step more, again and again, until no project would fit any
    more; an outcome that costs too much is refused, and the one before it stands.
    """
    rule, tally = ballots.rule, ballots.tally
    share = fair_share(tally, budget, rule.start == WHOLE)
    kept, kept_share, runs = run(share, budget), share, 1
    if rule.raises_shares and run.grown is not None:
        return _grown(ballots, run, candidates, budget, kept)
    while rule.raises_shares and not _is_over(rule, tally, kept.projects, candidates, budget):
        if runs == MOST_RUNS:
            raise Fault("too-many-runs", limit=MOST_RUNS)
        share += rule.step
        bought = run(share, budget)
        runs += 1
        if _cost(tally, bought.projects) > budget:
            break
        kept, kept_share = bought, share
    return kept, kept_share, runs


def _grown(
    ballots: Ballots, run: Shares, candidates: Sequence[int], budget: Number, first: Bought
) -> tuple[Bought, Number, int]:
    """The same, passing over the steps that would change nothing, all counted as runs.

    What is kept is then bought once more by itself, and must be the same.
    """
    rule, tally = ballots.rule, ballots.tally
    share, runs, alike = fair_share(tally, budget, rule.start == WHOLE), 1, 0
    projects = first.projects
    while not _is_over(rule, tally, projects, candidates, budget):
        runs += 1 + alike
        if runs > MOST_RUNS:
            raise Fault("too-many-runs", limit=MOST_RUNS)
        share += rule.step * (1 + alike)
        bought, alike = run.grow(share, rule.step, budget)
        if _cost(tally, bought) > budget:
            share -= rule.step
            break
        projects = bought
    kept = first if runs == 1 else run(share, budget)
    if kept.projects != projects:
        raise Fault("two-counts")
    return kept, share, runs


def _is_over(
    rule: Rule, tally: Tally, bought: Sequence[int], candidates: Sequence[int], budget: Number
) -> bool:
    """Whether larger shares would change nothing, or are no longer asked for."""
    chosen = set(bought)
    missing = [tally.costs[number] for number in candidates if number not in chosen]
    if not missing:
        return True
    if rule.stop == OVERSPENT:
        return False
    return min(missing) + _cost(tally, bought) > budget


def _cost(tally: Tally, projects: Sequence[int]) -> Number:
    return sum(tally.costs[one] for one in projects)
