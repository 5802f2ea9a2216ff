"""The method of equal shares, in plain rationals: the definition, and the public recount.

Peters, Pierczyński, Skowron, “Proportional Participatory Budgeting with Additive Utilities”
(NeurIPS 2021); explained at equalshares.net. The envelope is divided equally between the voters.
A project may be bought by its own voters, each paying the same price per point as far as the purse
goes; at each step the project with the lowest price for what it brings is bought.

`whole_shares.py` does the same with integers, faster. Both must agree, and are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .amounts import Number
    from .tallies import Tally

    # What a group of voters has paid for: project and points, in order; None when it has nothing.
    Paid = tuple[tuple[int, Number], ...] | None


@dataclass(frozen=True)
class Purchase:
    """A project bought: the price of one point is `paid / per`, in the currency.

    `tied` are the projects that were as cheap.
    """

    project: int
    paid: int
    per: int
    tied: tuple[int, ...] = ()

    @property
    def price(self) -> Fraction:
        """What one point costs each voter who can pay it; for an approval, what each one pays."""
        return Fraction(self.paid, self.per)


class Purses:
    """What the voters still hold. Groups that paid for the same things hold the same."""

    def __init__(self, tally: Tally, share: Number) -> None:
        self.tally = tally
        self.paid: list[Paid] = [()] * len(tally.weights)
        self.money: dict[Paid, Fraction] = {(): Fraction(share), None: Fraction(0)}

    def of(self, project: int) -> list[tuple[Fraction, Number, int]]:
        """The purses of the voters of a project, alike ones together: money, points, voters."""
        tally = self.tally
        together: dict[tuple[Paid, Number], int] = {}
        points = tally.points[project]
        for place, group in enumerate(tally.holders[project]):
            key = self.paid[group], (1 if points is None else points[place])
            together[key] = together.get(key, 0) + tally.weights[group]
        return [(self.money[paid], given, many) for (paid, given), many in together.items()]

    def held(self, project: int) -> Fraction:
        """What the voters of a project hold together."""
        return sum((money * many for money, _, many in self.of(project)), Fraction(0))

    def pay(self, project: int, price: Fraction) -> None:
        """Each voter pays the price of the points given, or all that is left."""
        points = self.tally.points[project]
        for place, group in enumerate(self.tally.holders[project]):
            before = self.paid[group]
            if before is None:
                continue
            given = 1 if points is None else points[place]
            after: Paid = (*before, (project, given))
            if after not in self.money:
                left = self.money[before] - price * given
                self.money[after] = max(left, Fraction(0))
            self.paid[group] = after if self.money[after] else None


def price_of_a_point(
    cost: Number, purses: Iterable[tuple[Fraction, Number, int]]
) -> Fraction | None:
    """The price at which the voters together pay the cost, or None when they cannot.

    It solves sum(voters × min(money, price × points)) = cost: who cannot follow gives all, and
    the others share what is missing.
    """
    missing, rich = Fraction(cost), list(purses)
    points = sum(given * many for _, given, many in rich)
    while points:
        price = missing / points
        poor = [purse for purse in rich if purse[0] < price * purse[1]]
        if not poor:
            return price
        rich = [purse for purse in rich if purse[0] >= price * purse[1]]
        missing -= sum(money * many for money, _, many in poor)
        points -= sum(given * many for _, given, many in poor)
    return None


@dataclass(frozen=True)
class Bought:
    """What the voters bought, in order, and what the voters of a project hold afterwards."""

    purchases: list[Purchase]
    held: Callable[[int], Fraction]

    @property
    def projects(self) -> list[int]:
        """The projects bought, in order."""
        return [one.project for one in self.purchases]


@dataclass(frozen=True)
class Shares:
    """The method on some ballots: called with the starting share of a voter and a limit.

    `grown`, where a computation has it, is called with a share, the step by which it goes on
    growing and the limit. It gives the projects bought, and how many steps more change nothing.
    """

    run: Callable[[Number, Number], Bought]
    grown: Callable[[Number, Number, Number], tuple[list[int], int]] | None = None

    def __call__(self, share: Number, limit: Number) -> Bought:
        return self.run(share, limit)

    def grow(self, share: Number, step: Number, limit: Number) -> tuple[list[int], int]:
        """The same as `grown`, share after share where nothing better is known."""
        if self.grown is None:
            return self.run(share, limit).projects, 0
        return self.grown(share, step, limit)


def equal_shares(
    tally: Tally, worth: Sequence[Number], ranks: Sequence[int], candidates: Sequence[int]
) -> Shares:
    """The method on these ballots, to be called with the starting share of a voter and a limit.

    `worth[p]` is what one point given to `p` brings to its voter: the cost of the project under
    cost utility, 1 when all projects bring the same. Equal offers go by `ranks`. A run stops early
    once the purchases cost more than the limit: its caller refuses such an outcome whole.
    """
    full = {number: _points_given(tally, number) for number in candidates}
    lowest = {one: Fraction(tally.costs[one]) / (full[one] * worth[one]) for one in candidates}

    def run(share: Number, limit: Number) -> Bought:
        purses = Purses(tally, share)
        # The lowest price each project may have: it never falls, since purses only empty.
        known = dict(lowest)
        bought: list[Purchase] = []
        spent: Number = 0
        while spent <= limit:
            equal = _cheapest_offers(purses, known, worth)
            if not equal:
                break
            chosen = min(equal, key=ranks.__getitem__)
            tied = tuple(sorted(number for number in equal if number != chosen))
            price = equal[chosen]
            bought.append(Purchase(chosen, price.numerator, price.denominator, tied))
            purses.pay(chosen, price)
            spent += tally.costs[chosen]
            del known[chosen]
        return Bought(bought, purses.held)

    return Shares(run)


def _points_given(tally: Tally, project: int) -> Number:
    """The points that all voters of a project give it together."""
    groups, points = tally.holders[project], tally.points[project]
    if points is None:
        return tally.votes[project]
    return sum(tally.weights[group] * points[place] for place, group in enumerate(groups))


def _cheapest_offers(
    purses: Purses, known: dict[int, Fraction], worth: Sequence[Number]
) -> dict[int, Fraction]:
    """The prices of the projects that are equally the cheapest for what they bring.

    Forgets in `known` the projects that their voters can no longer pay together.
    """
    best: Fraction | None = None
    prices: dict[int, Fraction] = {}
    for number in sorted(known, key=known.__getitem__):
        if best is not None and known[number] > best:
            break
        price = price_of_a_point(purses.tally.costs[number], purses.of(number))
        if price is None:
            del known[number]
            continue
        prices[number] = price
        known[number] = price / worth[number]
        best = known[number] if best is None else min(best, known[number])
    return {number: price for number, price in prices.items() if known[number] == best}
