"""Equal shares counted again and again with larger purses: only what may change is counted anew.

With a share of `t` parts, every purse holds `a + b·t` of them as long as the same projects are
bought in the same order and the same voters give all they have: a purse loses a price, and a price
is what is missing, divided by points. Prices fall when `t` grows, and ever more slowly (they are
convex): what a project would cost is never under the line drawn from where it was last asked.
So each purchase holds until a `t` that is computed, from which this takes up the count again.

Whole numbers decide. Floats only bound, always on the side of counting once too often.
"""

from __future__ import annotations

import math
from heapq import heapify, heappop
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .amounts import Number
    from .whole_shares import Support

_EMPTY = 0
# Far more than what a few operations on floats may lose.
_MARGIN = 1e-9
_NEVER = 1 << 200
# Shares after which it is known whether this gains anything.
_TRIED = 20


class Ballots(NamedTuple):
    """What is counted, in whole numbers."""

    weights: list[int]
    supports: list[Support]
    costs: list[int]
    worths: list[int]
    ranks: Sequence[int]


class Asked(NamedTuple):
    """What a project would cost each point, `missing / points`: and how that falls as `t` grows."""

    project: int
    missing: int
    falls: int
    points: int
    poor: list[tuple[int, int]]
    rich: list[tuple[int, int]]
    rate: float
    slope: float


class Line(NamedTuple):
    """Under what a project never costs: `rate` at `t`, and `slope` for each part more."""

    rate: float
    t: int
    slope: float

    def at(self, t: int) -> float:
        return self.rate + self.slope * (t - self.t) - _MARGIN * self.rate


class Step:
    """All there is before a purchase: who holds which purse, what is known of each project."""

    __slots__ = ("alike", "bought", "factors", "holds", "known", "part", "purses", "spent", "until")

    def __init__(
        self,
        holds: list[int],
        known: dict[int, Line],
        factors: list[int],
        part: int,
        purses: int,
        spent: int,
    ) -> None:
        self.holds, self.known, self.factors = holds, known, factors
        self.part, self.purses, self.spent = part, purses, spent
        self.bought = -1
        self.until = _NEVER
        # The voters of each project asked, by purse: the same for every share.
        self.alike: dict[int, list[tuple[int, int, int]]] = {}


class Growth:
    """The purchases of shares that only grow, by `step`. Amounts are whole; so is `t`, in parts."""

    def __init__(self, ballots: Ballots, part: int, step: int) -> None:
        self.ballots, self.part, self.step = ballots, part, step
        # Of each purse: a, b, and the number of purchases before it, which says its parts.
        self.a, self.b, self.born = [0, 0], [0, 1], [0, 0]
        self.steps: list[Step] = []
        self.t = 0
        # Shares asked for, purchases of all shares so far, and those of them counted anew.
        self.asked = self.passed = self.counted = 0
        # What the purses looked at before this purchase hold, and how that rises.
        self.values: dict[int, tuple[int, int]] = {}

    def begin(self, candidates: Sequence[int]) -> None:
        """Says what may be bought. What each would cost with full purses: it never costs less."""
        ballots, known = self.ballots, {}
        for one in candidates:
            bottom = ballots.supports[one].total * ballots.worths[one]
            known[one] = Line(ballots.costs[one] / bottom, 0, 0.0)
        self.steps = [Step([1] * len(ballots.weights), known, [1], self.part, 2, 0)]

    def buy(self, t: int, limit: Number) -> tuple[list[int], int]:
        """The projects bought with shares of `t`, and until which `t` they are the same.

        `t` is never less than before. As in `whole_shares`, purchases end once over the limit.
        """
        self.t = t
        last = next((step for step in self.steps if step.until < t), None)
        if last is not None or len(self.steps) == 1:
            self._count_from(self.steps.index(last) if last else 0, limit)
        projects = [step.bought for step in self.steps if step.bought >= 0]
        until = min(step.until for step in self.steps)
        self.asked += 1
        self.passed += len(projects) * (1 + (until - t) // self.step)
        return projects, until

    @property
    def is_worth_it(self) -> bool:
        """Whether it takes up the count late enough to gain anything over counting all anew."""
        return self.asked < _TRIED or self.counted * 2 < self.passed

    def _count_from(self, place: int, limit: Number) -> None:
        del self.steps[place + 1 :]
        step = self.steps[place]
        for kept in (self.a, self.b, self.born):
            del kept[step.purses :]
        step.bought, step.until = -1, _NEVER
        while step.spent <= limit:
            following = self._next(step)
            if following is None:
                return
            self.steps.append(following)
            step = following

    def _next(self, step: Step) -> Step | None:
        """Makes the cheapest purchase, notes until when it holds; None when there is none."""
        self.values = {}
        self.counted += 1
        known = dict(step.known)
        chosen, until = self._cheapest(step, known)
        if chosen is None:
            step.until = until
            return None
        del known[chosen.project]
        step.bought = chosen.project
        step.until = min(until, self._until_others(chosen, known))
        return self._paid(step, chosen, known)

    def _cheapest(self, step: Step, known: dict[int, Line]) -> tuple[Asked | None, int]:
        """The offer to take; and until when those who cannot be paid still cannot.

        `known` is brought up to date: projects that their voters cannot pay leave it.
        """
        t, until = self.t, _NEVER
        waiting = [
            (rate + slope * (t - drawn) - _MARGIN * rate, one)
            for one, (rate, drawn, slope) in known.items()
        ]
        heapify(waiting)
        best: Asked | None = None
        while waiting and (best is None or waiting[0][0] <= best.rate):
            _low, project = heappop(waiting)
            asked, lasts = self._ask(step, project)
            if asked is None:
                del known[project]
                until = min(until, t + lasts)
                continue
            known[project] = Line(asked.rate, t, asked.slope)
            if best is None or self._is_cheaper(asked, best):
                best = asked
        return best, until

    def _is_cheaper(self, one: Asked, other: Asked) -> bool:
        """Whether this one is to be bought first, ties in the published order."""
        if one.rate != other.rate:
            return one.rate < other.rate
        worths = self.ballots.worths
        difference = one.missing * other.points * worths[other.project]
        difference -= other.missing * one.points * worths[one.project]
        return difference < 0 or (
            difference == 0 and self.ballots.ranks[one.project] < self.ballots.ranks[other.project]
        )

    def _value(self, step: Step, purse: int) -> tuple[int, int]:
        """What a purse holds, in parts of today, and how that rises as `t` grows."""
        factor = step.factors[self.born[purse]]
        rises = self.b[purse] * factor
        held = self.values[purse] = self.a[purse] * factor + rises * self.t, rises
        return held

    def _ask(self, step: Step, project: int) -> tuple[Asked | None, int]:
        """What a project would cost now; or None, and for how many parts more it stays so."""
        support = self.ballots.supports[project]
        missing, points, falls = self.ballots.costs[project] * step.part, support.total, 0
        values, value = self.values, self._value
        rich = [
            (*(values.get(purse) or value(step, purse)), given, many, purse)
            for purse, given, many in self._alike(step, project)
        ]
        poor: list[tuple[int, int]] = []
        while points:
            # Who holds less than this gives all; then the price rises for the others.
            if support.given is None:
                asked = -(-missing // points)
                found = [one for one in rich if one[0] < asked]
                left = [one for one in rich if one[0] >= asked] if found else rich
            else:
                each = {given: -(-missing * given // points) for given in support.levels}
                found = [one for one in rich if one[0] < each[one[2]]]
                left = [one for one in rich if one[0] >= each[one[2]]] if found else rich
            if not found:
                break
            rich = left
            for held, rises, given, many, purse in found:
                missing -= held * many
                falls += rises * many
                points -= given * many
                poor.append((purse, given))
        if not points:
            return None, (missing - 1) // falls if falls else _NEVER
        bottom = points * self.ballots.worths[project] * step.part
        others = [(one[4], one[2]) for one in rich]
        rate, slope = missing / bottom, -(falls / bottom)
        return Asked(project, missing, falls, points, poor, others, rate, slope), 0

    def _alike(self, step: Step, project: int) -> list[tuple[int, int, int]]:
        """The voters of a project: purse, points given, how many."""
        if (found := step.alike.get(project)) is not None:
            return found
        holds, weights, support = step.holds, self.ballots.weights, self.ballots.supports[project]
        if support.given is None:
            found = [(purse, 1, many) for purse, many in support.together(holds).items()]
        else:
            apart: dict[tuple[int, int], int] = {}
            for group, given in zip(support.groups, support.given):  # noqa: B905
                key = holds[group], given
                apart[key] = apart.get(key, 0) + weights[group]
            found = [(purse, given, many) for (purse, given), many in apart.items()]
        step.alike[project] = found
        return found

    def _until_others(self, chosen: Asked, known: dict[int, Line]) -> int:
        """Until when no other project can be cheaper than the one chosen."""
        t, rate = self.t, chosen.rate
        least = math.inf
        for line in known.values():
            if line.slope == 0:
                # It falls no more, and what was chosen never rises.
                continue
            gap = line.at(t) - rate * (1 + _MARGIN)
            if gap <= 0:
                return t
            speed = -line.slope * (1 + _MARGIN) + chosen.slope * (1 - _MARGIN)
            if speed > 0:
                least = min(least, gap / speed)
        return _NEVER if least == math.inf else t + int(least * (1 - _MARGIN))

    def _paid(self, step: Step, chosen: Asked, known: dict[int, Line]) -> Step:
        """Takes the price from each voter; notes until when the same ones give all they have."""
        common = math.gcd(chosen.missing, chosen.falls, chosen.points)
        smaller = chosen.points // common
        # The price of a point is `top - falls·(t - now)`, in the smaller parts.
        falls = chosen.falls // common
        top = chosen.missing // common + falls * self.t
        a, b, born, factors = self.a, self.b, self.born, step.factors
        number, lasts = len(factors), _NEVER
        for purse, given in chosen.poor:
            if purse == _EMPTY:
                continue
            held, rises = self.values[purse]
            lacks = chosen.missing * given - held * chosen.points
            lasts = min(lasts, (lacks - 1) // (rises * chosen.points + chosen.falls * given))
        after = dict.fromkeys(chosen.poor, _EMPTY)
        for purse, given in chosen.rich:
            factor = factors[born[purse]] * smaller
            left_a, left_b = a[purse] * factor - top * given, b[purse] * factor + falls * given
            if left_a + left_b * self.t > 0:
                after[purse, given] = len(a)
                a.append(left_a)
                b.append(left_b)
                born.append(number)
            else:
                # It holds nothing left at this very share, and more at the next one.
                after[purse, given] = _EMPTY
                lasts = 0 if left_b else lasts
        step.until = min(step.until, self.t + lasts)
        return Step(
            self._handed_over(step, chosen.project, after),
            known,
            [one * smaller for one in factors] + [1],
            step.part * smaller,
            len(a),
            step.spent + self.ballots.costs[chosen.project],
        )

    def _handed_over(
        self, step: Step, project: int, after: dict[tuple[int, int], int]
    ) -> list[int]:
        holds, support = list(step.holds), self.ballots.supports[project]
        if support.given is None:
            by_purse = {purse: next_one for (purse, _), next_one in after.items()}
            for group in support.groups:
                holds[group] = by_purse[holds[group]]
        else:
            for group, given in zip(support.groups, support.given):  # noqa: B905
                holds[group] = after[holds[group], given]
        return holds
