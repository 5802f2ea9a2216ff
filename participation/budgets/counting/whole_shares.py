"""The method of equal shares in whole numbers only: the same answer as `equal_shares`, faster.

Every purse is a whole number of parts of a euro. When a price divides no further, the part is made
smaller for all: purses note with which part they were counted, and are converted when they are next
opened. Nothing is rounded, so nothing has to be certified. Floats only sort: they are rounded in
the right order, hence who is dearer by its float is dearer, and equal floats are compared exactly.
"""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from heapq import heapify, heappop, heappush
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from .equal_shares import Bought, Purchase, Shares
from .growing_shares import Ballots, Growth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .amounts import Number
    from .tallies import Tally

_EMPTY = 0
# Under so many, counting them together gains nothing.
_FEW = 8


class Offer(NamedTuple):
    """What buying a project now would cost each point: `missing / (points × part)`.

    `purses` are those of its voters, with the points that they give, alike ones together.
    """

    project: int
    missing: int
    points: int
    worth: int
    purses: list[tuple[int, int]]


def _whole(values: Iterable[Number]) -> tuple[list[int], int]:
    """The values times the smallest factor that makes them all whole, and that factor."""
    kept = list(values)
    factor = math.lcm(*{value.denominator for value in kept}) if kept else 1
    return [int(value * factor) for value in kept], factor


class Support(NamedTuple):
    """The voters of a project: groups, points of each when they differ, and their total.

    `single` are the groups of one voter, most of them in a small city, which are counted together;
    `several` the others, with how many voters they are.
    """

    groups: list[int]
    given: list[int] | None
    levels: list[int]
    total: int
    single: Callable[[list[int]], tuple[int, ...]] | None
    several: list[tuple[int, int]]

    def together(self, holds: list[int]) -> dict[int, int]:
        """How many of these voters hold each purse; where all of them give one point."""
        found: dict[int, int] = Counter(self.single(holds)) if self.single else {}
        for group, many in self.several:
            purse = holds[group]
            found[purse] = found.get(purse, 0) + many
        return found


def _support(groups: list[int], given: list[int] | None, weights: list[int]) -> Support:
    if given is None:
        levels, total = [1], sum(weights[group] for group in groups)
    else:
        levels = sorted(set(given))
        total = sum(weights[group] * one for group, one in zip(groups, given))  # noqa: B905
    single = [group for group in groups if weights[group] == 1]
    if len(single) < _FEW:
        single = []
    several = [(one, weights[one]) for one in groups if weights[one] != 1 or not single]
    return Support(groups, given, levels, total, itemgetter(*single) if single else None, several)


class WholePurses:
    """Purses by number: their money, the part it is counted in, and who holds which.

    Voters who hold the same and have the same history share a number; number 0 is empty.
    """

    def __init__(self, weights: list[int], supports: list[Support], share: Fraction) -> None:
        self.weights = weights
        self.supports = supports
        self.holds = [1 if share else _EMPTY] * len(weights)
        self.money = [0, share.numerator]
        # How many parts make one euro, now and each time it changed; in which time a purse is
        # counted; how many of today's parts make one part of each earlier time.
        self.part = share.denominator
        self.parts = [self.part]
        self.counted = [0, 0]
        self.factors = {0: 1}

    def alike(self, project: int) -> list[tuple[int, int, int]]:
        """The voters of a project: purse, points given, how many."""
        holds, weights, support = self.holds, self.weights, self.supports[project]
        if support.given is None:
            return [(purse, 1, many) for purse, many in support.together(holds).items()]
        apart: dict[tuple[int, int], int] = {}
        for group, given in zip(support.groups, support.given):  # noqa: B905
            key = holds[group], given
            apart[key] = apart.get(key, 0) + weights[group]
        return [(purse, given, many) for (purse, given), many in apart.items()]

    def _convert(self, purses: list[tuple[int, int, int]]) -> None:
        """Counts these purses in the parts of today."""
        money, counted, factors, now = self.money, self.counted, self.factors, len(self.parts) - 1
        for purse, _, _ in purses:
            time = counted[purse]
            if time != now:
                if time not in factors:
                    factors[time] = self.part // self.parts[time]
                money[purse] *= factors[time]
                counted[purse] = now

    def offer(self, project: int, cost: int, worth: int) -> Offer | None:
        """The price the voters of a project would pay now, or None when they cannot."""
        support = self.supports[project]
        missing, points = cost * self.part, support.total
        alike = self.alike(project)
        self._convert(alike)
        money = self.money
        rich = [(money[purse], given, many) for purse, given, many in alike]
        while points:
            # Who holds less than this gives all; then the price rises for the others.
            asked = {given: -(-missing * given // points) for given in support.levels}
            poor = [one for one in rich if one[0] < asked[one[1]]]
            if not poor:
                purses = [(purse, given) for purse, given, _ in alike]
                return Offer(project, missing, points, worth, purses)
            rich = [one for one in rich if one[0] >= asked[one[1]]]
            for held, given, many in poor:
                missing -= held * many
                points -= given * many
        return None

    def pay(self, offer: Offer) -> None:
        """Takes the price of the points given from each voter, or all that is left.

        The offer was made with the parts of today, so its purses are counted in them.
        """
        common = math.gcd(offer.missing, offer.points)
        price, smaller = offer.missing // common, offer.points // common
        money, counted = self.money, self.counted
        now = len(self.parts)
        after = {}
        for purse, given in offer.purses:
            left = money[purse] * smaller - price * given
            if left > 0:
                after[purse, given] = len(money)
                money.append(left)
                counted.append(now)
            else:
                after[purse, given] = _EMPTY
        self.part *= smaller
        self.parts.append(self.part)
        self.factors = {now: 1}
        self._hand_over(offer.project, after)

    def held(self, project: int) -> Fraction:
        """What the voters of a project hold together, in the unit of the share."""
        alike = self.alike(project)
        self._convert(alike)
        total = sum(self.money[purse] * many for purse, _, many in alike)
        return Fraction(total, self.part)

    def _hand_over(self, project: int, after: dict[tuple[int, int], int]) -> None:
        holds, support = self.holds, self.supports[project]
        if support.given is None:
            by_purse = {purse: next_one for (purse, _), next_one in after.items()}
            for group in support.groups:
                holds[group] = by_purse[holds[group]]
        else:
            for group, given in zip(support.groups, support.given):  # noqa: B905
                holds[group] = after[holds[group], given]


class _Grown:
    """The purchases as the share grows: those that cannot change are not made again."""

    def __init__(
        self,
        ballots: Ballots,
        candidates: Sequence[int],
        cents: int,
        run: Callable[[Number, Number], Bought],
    ) -> None:
        self._ballots = ballots
        self._candidates = candidates
        self._cents = cents
        self._run = run
        self._growth: Growth | None = None

    def __call__(self, share: Number, step: Number, limit: Number) -> tuple[list[int], int]:
        now, more = Fraction(share) * self._cents, Fraction(step) * self._cents
        growth = self._growth
        if growth is None:
            part = math.lcm(now.denominator, more.denominator)
            growth = self._growth = Growth(self._ballots, part, int(more * part))
            growth.begin(self._candidates)
        if not growth.is_worth_it:
            return self._run(share, limit).projects, 0
        t = int(now * growth.part)
        projects, until = growth.buy(t, limit * self._cents)
        return projects, (until - t) // growth.step


def whole_shares(
    tally: Tally, worth: Sequence[Number], ranks: Sequence[int], candidates: Sequence[int]
) -> Shares:
    """The method on these ballots: see `equal_shares`, whose promise this is."""
    costs, cents = _whole(tally.costs)
    worths, _ = _whole(worth)
    supports, tenths = _supports(tally)
    start = [(costs[one] / (supports[one].total * worths[one]), one) for one in candidates]
    # What each would cost if every purse were full: no later rate is lower.
    heapify(start)

    def run(share: Number, limit: Number) -> Bought:
        purses = WholePurses(tally.weights, supports, Fraction(share) * cents)
        waiting = list(start)
        bought: list[Purchase] = []
        spent: Number = 0
        while spent <= limit:
            equal = _cheapest(purses, waiting, costs, worths)
            if not equal:
                break
            chosen = min(equal, key=lambda offer: ranks[offer.project])
            others = [offer for offer in equal if offer is not chosen]
            for offer in others:
                heappush(waiting, (_rate(purses, offer), offer.project))
            tied = tuple(sorted(offer.project for offer in others))
            paid, per = chosen.missing * tenths, chosen.points * purses.part * cents
            bought.append(Purchase(chosen.project, paid, per, tied))
            purses.pay(chosen)
            spent += tally.costs[chosen.project]
        return Bought(bought, lambda project: purses.held(project) / cents)

    ballots = Ballots(tally.weights, supports, costs, worths, ranks)
    return Shares(run, _Grown(ballots, candidates, cents, run))


def _supports(tally: Tally) -> tuple[list[Support], int]:
    """Who supports each project, points without decimals; and how many make one of a ballot's."""
    tenths = math.lcm(*{given.denominator for points in tally.points if points for given in points})
    supports = []
    for number, groups in enumerate(tally.holders):
        points = tally.points[number]
        if points is None:
            supports.append(_support(groups, None, tally.weights))
            continue
        given = [int(one * tenths) for one in points]
        supports.append(_support(groups, given, tally.weights))
    return supports, tenths


def _rate(purses: WholePurses, offer: Offer) -> float:
    """The price of what the project brings, as a float: for sorting only."""
    return offer.missing / (offer.points * offer.worth * purses.part)


def _cheapest(
    purses: WholePurses, waiting: list[tuple[float, int]], costs: list[int], worths: list[int]
) -> list[Offer]:
    """The offers that are equally the cheapest. Those that cannot be paid are forgotten.

    `waiting` holds the last known rate of each project. A rate never falls, so that nobody whose
    last rate exceeds the best of today needs to be asked.
    """
    best = math.inf
    asked: list[tuple[float, Offer]] = []
    while waiting and waiting[0][0] <= best:
        _, number = heappop(waiting)
        offer = purses.offer(number, costs[number], worths[number])
        if offer is not None:
            rate = _rate(purses, offer)
            asked.append((rate, offer))
            best = min(best, rate)
    equal: list[Offer] = []
    for rate, offer in asked:
        if rate > best:
            heappush(waiting, (rate, offer.project))
            continue
        # Equal as floats: decided by the whole numbers.
        difference = -1
        if equal:
            first = equal[0]
            difference = offer.missing * first.points * first.worth
            difference -= first.missing * offer.points * offer.worth
        if difference < 0:
            for other in equal:
                heappush(waiting, (rate, other.project))
            equal = [offer]
        elif difference == 0:
            equal.append(offer)
        else:
            heappush(waiting, (rate, offer.project))
    return equal
