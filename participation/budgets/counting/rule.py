"""The rule of a count: every choice that can change who wins, said once, before the vote opens."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .amounts import exact_text, plain, read_number
from .election import APPROVAL, CHOOSE_ONE, ORDINAL
from .faults import Fault
from .ties import BY_COST, TIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .amounts import Number

GREEDY, GREEDY_PER_COST = "greedy", "greedy-per-cost"
EQUAL_SHARES, MAJORITY = "mes", "majority-judgment"
RULES = (GREEDY, GREEDY_PER_COST, EQUAL_SHARES, MAJORITY)
COST, CARDINALITY, POINTS = "cost", "cardinality", "points"
UTILITIES = (COST, CARDINALITY, POINTS)
NONE, FILL, ADD_ONE, ADD_ONE_FILL = "none", "greedy", "add1", "add1u"
COMPLETIONS = (NONE, FILL, ADD_ONE, ADD_ONE_FILL)
DISTRICT = "district"
# Votes decide alone, or as pabutools counts them at the edges: see docs/counting.md.
OURS, PABUTOOLS = "parvis", "pabutools"
EXACT, WHOLE = "exact", "whole"
EXHAUSTIVE, OVERSPENT = "exhaustive", "overspent"

_CHOICES = {
    "rule": RULES,
    "utility": UTILITIES,
    "completion": COMPLETIONS,
    "ties": TIES,
    "guarantee": (NONE, DISTRICT),
    "edges": (OURS, PABUTOOLS),
    "start": (EXACT, WHOLE),
    "stop": (EXHAUSTIVE, OVERSPENT),
}


@dataclass(frozen=True)
class Rule:
    """How ballots become winners.

    `step` is what `add1` adds to each voter's share, in the currency. `start` divides the envelope
    exactly or down to the unit. `stop` ends `add1` when no further project fits, or only when the
    next share would overspend. `edges` says who decides for projects without votes or cost.
    """

    rule: str = GREEDY
    utility: str = COST
    completion: str = NONE
    step: Number = 1
    ties: str = BY_COST
    seed: str = ""
    guarantee: str = NONE
    rank_points: tuple[int, ...] | None = None
    edges: str = OURS
    start: str = EXACT
    stop: str = EXHAUSTIVE

    def __post_init__(self) -> None:
        for key, allowed in _CHOICES.items():
            value = getattr(self, key)
            if value not in allowed:
                raise Fault("bad-rule", key=key, text=value)
        if isinstance(self.step, float) or self.step <= 0:
            raise Fault("bad-rule", key="step", text=self.step)
        given = self.rank_points
        if given is not None and not (given and all(_is_count(one) for one in given)):
            raise Fault("bad-rule", key="rank_points", text=list(given))

    @property
    def raises_shares(self) -> bool:
        """Whether shares grow until the envelope is used."""
        return self.rule == EQUAL_SHARES and self.completion in (ADD_ONE, ADD_ONE_FILL)

    @property
    def fills(self) -> bool:
        """Whether what is left goes to the projects with most votes."""
        return self.rule == EQUAL_SHARES and self.completion in (FILL, ADD_ONE_FILL)

    def as_dict(self) -> dict[str, object]:
        """The rule for JSON: no float, the same keys always."""
        held = asdict(self)
        held["step"] = plain(self.step)
        held["rank_points"] = None if self.rank_points is None else list(self.rank_points)
        return held


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def rule_from(held: Mapping[str, object]) -> Rule:
    """The rule that `as_dict` wrote; keys that a rule does not have are left aside.

    Raises:
        Fault: when a value is not possible.
    """
    known: dict[str, Any] = {key: held[key] for key in Rule.__dataclass_fields__ if key in held}
    points = known.get("rank_points")
    if points is not None:
        if not isinstance(points, (list, tuple)):
            raise Fault("bad-rule", key="rank_points", text=points)
        known["rank_points"] = tuple(points)
    known["step"] = read_step(known.get("step", 1))
    if known.get("seed") is None:
        known["seed"] = ""
    for key in (*_CHOICES, "seed"):
        if not isinstance(known.get(key, ""), str):
            raise Fault("bad-rule", key=key, text=known[key])
    return Rule(**known)


def read_step(step: object) -> Number:
    """The step of a rule, from an integer or the text of a decimal or a quotient.

    Raises:
        Fault: when it is nothing of the kind.
    """
    if isinstance(step, (int, Fraction)) and not isinstance(step, bool):
        return step
    try:
        if isinstance(step, str):
            return read_number(step)
    except ValueError:
        pass
    raise Fault("bad-rule", key="step", text=step)


def usual_rule(kind: str) -> dict[str, str]:
    """What a count takes when nothing is asked: the definitions of pabutools and equalshares.net.

    Approvals and one choice: cost utility. Points, grades and rankings: the points themselves.
    """
    utility = COST if kind in (APPROVAL, CHOOSE_ONE) else POINTS
    return {"rule": GREEDY, "utility": utility, "completion": NONE, "ties": BY_COST}


def describes_ranking(kind: str, rule: Rule) -> str:
    """Which points a ranking gives, as text for reports: `borda`, or the city's own."""
    if kind != ORDINAL:
        return ""
    points = rule.rank_points
    return "borda" if points is None else ",".join(exact_text(one) for one in points)
