"""`resultat.json`: what a count of each envelope is published as, and compared with."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from .amounts import plain
from .explain import price_text, rounds_of

if TYPE_CHECKING:
    from .counting import Count

RESULT_FORMAT = "parvis-result/1"


def outcome_of(count: Count) -> dict[str, object]:
    """Who won, for how much, and why: the same for the same ballots, wherever it is counted.

    `runs` and `share` are there with equal shares: how many times it was counted, and what each
    voter could spend in the count that stands.
    """
    outcome: dict[str, object] = {
        "ballots": count.tally.voters,
        "winners": count.winners,
        "spent": plain(count.spent),
        "rounds": rounds_of(count),
    }
    if count.share is not None:
        outcome["runs"] = count.runs
        outcome["share"] = price_text(Fraction(count.share))
    return outcome
