"""The method of equal shares in whole numbers only: the same answer as `equal_shares`, faster.

Every purse is a whole number of parts of a euro. When a price divides no further, the part is made
smaller for all: purses note with which part they were counted, and are converted when they are next
opened. Nothing is rounded, so nothing has to be certified. Floats only sort: they are rounded in
the right order, hence who is dearer by its float is dearer, and equal floats are compared exactly.
"""

from __future__ import annotations

import math
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from .equal_shares import Bought, Purchase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .amounts import Number
    from .tallies import Tally

_EMPTY = 0


class Offer(NamedTuple):
    """What buying a project now would cost each point: `missing / (points × part)`."""

    project: int
    missing: int
    points: int
    worth: int
    purses: dict[int, int]


def _whole(values: Iterable[Number]) -> tuple[list[int], int]:
    """The values times the smallest factor that makes them all whole, and that factor."""
    kept = list(values)
    factor = math.lcm(*{value.denominator for value in kept}) if kept else 1
    return [int(value * factor) for value in kept], factor


class WholePurses:
    """Purses by number: their money, the part it is counted in, and who holds which.

    Voters who hold the same and have the same history share a number; number 0 is empty.
    """

    def __init__(self, tally: Tally, share: Number, points: list[list[int] | None]) -> None:
        self.tally = tally
        self.points = points
        # A key is a purse and the points its holders give: purse × width + points.
        self.width = 1 + max([1, *(max(given) for given in points if given)])
        start = Fraction(share)
        self.part = start.denominator
        self.holds = [1 if start else _EMPTY] * len(tally.weights)
        self.money = [0, start.numerator]
        self.counted = [0, 0]
        # How many of today's parts make one part of each earlier time.
        self.factors = [1]

    def keys(self, project: int) -> dict[int, int]:
        """The voters of a project by key."""
        holds, weights, width = self.holds, self.tally.weights, self.width
        together: dict[int, int] = {}
        points = self.points[project]
        if points is None:
            for group in self.tally.holders[project]:
                purse = holds[group]
                together[purse] = together.get(purse, 0) + weights[group]
            return {purse * width + 1: many for purse, many in together.items()}
        for group, given in zip(self.tally.holders[project], points):  # noqa: B905
            key = holds[group] * width + given
            together[key] = together.get(key, 0) + weights[group]
        return together

    def offer(self, project: int, cost: int, worth: int) -> Offer | None:
        """The price the voters of a project would pay now, or None when they cannot."""
        keys = self.keys(project)
        money, counted, factors, width = self.money, self.counted, self.factors, self.width
        purses = []
        points = total = 0
        for key, many in keys.items():
            purse, given = divmod(key, width)
            held = money[purse] * factors[counted[purse]]
            purses.append((held, given, many))
            points += given * many
            total += held * many
        missing = cost * self.part
        if total < missing:
            return None
        while True:
            # Who cannot follow at this price gives all; then the price rises for the others.
            rest, rest_points, rest_missing = [], points, missing
            for held, given, many in purses:
                if held * points < missing * given:
                    rest_missing -= held * many
                    rest_points -= given * many
                else:
                    rest.append((held, given, many))
            if len(rest) == len(purses):
                return Offer(project, missing, points, worth, keys)
            purses, points, missing = rest, rest_points, rest_missing

    def pay(self, offer: Offer) -> None:
        """Takes the price of the points given from each voter, or all that is left."""
        common = math.gcd(offer.missing, offer.points)
        price, smaller = offer.missing // common, offer.points // common
        self.part *= smaller
        self.factors = [factor * smaller for factor in self.factors]
        self.factors.append(1)
        now = len(self.factors) - 1
        money, counted, width = self.money, self.counted, self.width
        after = {}
        for key in offer.purses:
            purse, given = divmod(key, width)
            left = money[purse] * self.factors[counted[purse]] - price * given
            if left > 0:
                after[key] = len(money)
                money.append(left)
                counted.append(now)
            else:
                after[key] = _EMPTY
        self._hand_over(offer.project, after)

    def held(self, project: int) -> Fraction:
        """What the voters of a project hold together, in the unit of the share."""
        total = sum(
            self.money[key // self.width] * self.factors[self.counted[key // self.width]] * many
            for key, many in self.keys(project).items()
        )
        return Fraction(total, self.part)

    def _hand_over(self, project: int, after: dict[int, int]) -> None:
        holds, width, points = self.holds, self.width, self.points[project]
        if points is None:
            by_purse = {key // width: purse for key, purse in after.items()}
            for group in self.tally.holders[project]:
                holds[group] = by_purse[holds[group]]
        else:
            for group, given in zip(self.tally.holders[project], points):  # noqa: B905
                holds[group] = after[holds[group] * width + given]


def whole_shares(
    tally: Tally, worth: Sequence[Number], ranks: Sequence[int], candidates: Sequence[int]
) -> Callable[[Number, Number], Bought]:
    """The method on these ballots: see `equal_shares`, whose promise this is."""
    costs, cents = _whole(tally.costs)
    worths, _ = _whole(worth)
    points, tenths = _whole_points(tally)
    start = _first_rates(tally, costs, worths, points, candidates)

    def run(share: Number, limit: Number) -> Bought:
        purses = WholePurses(tally, Fraction(share) * cents, points)
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

    return run


def _first_rates(
    tally: Tally,
    costs: list[int],
    worths: list[int],
    points: list[list[int] | None],
    candidates: Sequence[int],
) -> list[tuple[float, int]]:
    """What each project would cost if every purse were full: no later rate is lower."""
    rates = []
    for number in candidates:
        given = points[number]
        groups = tally.holders[number]
        total = tally.votes[number]
        if given is not None:
            total = sum(tally.weights[group] * one for group, one in zip(groups, given))  # noqa: B905
        rates.append((costs[number] / (total * worths[number]), number))
    heapify(rates)
    return rates


def _whole_points(tally: Tally) -> tuple[list[list[int] | None], int]:
    """Points without decimals, and how many make one of the ballots'."""
    tenths = math.lcm(*{given.denominator for points in tally.points if points for given in points})
    whole = [
        None if points is None else [int(given * tenths) for given in points]
        for points in tally.points
    ]
    return whole, tenths


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
