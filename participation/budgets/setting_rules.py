"""Which settings of a vote make sense together, and which a public amendment may change. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.decisions import ALLOWED, Decision, refuse

from .enums import (
    BallotKind,
    BudgetReason,
    CountingRule,
    EnvelopeMode,
    TieBreak,
    Utility,
)

if TYPE_CHECKING:
    from .models import District, ParticipatoryBudget

Faults = dict[str, "str | Promise"]

CHANNEL_TERMS = ("by_account", "by_mail", "by_phone", "by_code", "on_paper")
# What may still change once ballots are in the box (docs/decisions/0024-rules-as-data.md): nothing
# of what a ballot may say, of who may vote, nor of how ballots are counted.
AMENDABLE_TERMS = (
    "promise",
    "who_decides",
    "not_negotiable",
    "closes_at",
    "answer_by",
    "envelope",
    *CHANNEL_TERMS,
    "paper_places",
)


def rank_points_of(text: str) -> list[int] | None:
    """The points by rank as whole numbers; None when they are not."""
    parts = [one.strip() for one in text.replace(";", ",").split(",") if one.strip()]
    return [int(one) for one in parts] if all(one.isdecimal() for one in parts) else None


def setting_faults(budget: "ParticipatoryBudget") -> Faults:
    """What the settings of a vote contradict, field by field; empty when they make sense."""
    return {
        **_ballot_faults(budget),
        **_count_faults(budget),
        **_electorate_faults(budget),
    }


def _ballot_faults(budget: "ParticipatoryBudget") -> Faults:
    faults: Faults = {}
    if budget.ballot_kind == BallotKind.POINTS:
        if not budget.points:
            faults["points"] = _("Say how many points each voter shares.")
        elif not budget.points_each or budget.points_each > budget.points:
            faults["points_each"] = _("Between 1 and the number of points to share.")
    if budget.ballot_kind == BallotKind.RANKING:
        faults |= _ranking_faults(budget)
    if budget.ballot_kind == BallotKind.GRADES:
        grades = [line.strip() for line in budget.grades.splitlines() if line.strip()]
        if len(grades) < 3 or len({one.casefold() for one in grades}) != len(grades):
            faults["grades"] = _("At least three grades, one a line, each different.")
    return faults


def _ranking_faults(budget: "ParticipatoryBudget") -> Faults:
    points = rank_points_of(budget.rank_points)
    if not points or min(points) < 1:
        return {"rank_points": _("Whole numbers separated by commas, for example: 5, 3, 1.")}
    if points != sorted(points, reverse=True):
        return {"rank_points": _("From the most points to the fewest.")}
    if len(points) != budget.max_choices:
        return {"max_choices": _("As many choices at most as there are points by rank.")}
    return {}


def _count_faults(budget: "ParticipatoryBudget") -> Faults:
    faults: Faults = {}
    by_grades = budget.ballot_kind == BallotKind.GRADES
    judged = budget.counting_rule == CountingRule.MAJORITY_JUDGMENT
    if by_grades != judged:
        faults["counting_rule"] = _("Majority judgment goes with grades, and grades with it.")
    shares = budget.counting_rule == CountingRule.EQUAL_SHARES
    with_points = budget.ballot_kind in {BallotKind.POINTS, BallotKind.RANKING}
    if shares and budget.utility == Utility.POINTS and not with_points:
        faults["utility"] = _("This ballot gives no points.")
    if budget.tie_break == TieBreak.COST_VOTES_LOT and not budget.lot_seed.strip():
        faults["lot_seed"] = _("Write what was drawn in public.")
    return faults


def _electorate_faults(budget: "ParticipatoryBudget") -> Faults:
    faults: Faults = {}
    if not any(getattr(budget, name) for name in CHANNEL_TERMS):
        faults["by_account"] = BudgetReason.NO_CHANNEL.label
    if budget.on_paper and not budget.paper_places.strip():
        faults["paper_places"] = _("Say where and when one votes on paper.")
    if budget.envelope_mode != EnvelopeMode.DISTRICTS and not budget.envelope:
        faults["envelope"] = _("Give the sum to share, in whole euros.")
    return faults


def district_fault(mode: str, districts: "list[District]") -> "str | Promise":
    """What is wrong with the districts for this way of laying out money; empty when nothing is."""
    if mode == EnvelopeMode.CITY:
        return ""
    if len(districts) < 2:
        return _("Write at least two districts, or choose one envelope for the whole city.")
    if mode == EnvelopeMode.DISTRICTS and not all(one.envelope for one in districts):
        return _("Give each district its envelope, in whole euros.")
    return ""


def may_amend(
    budget: "ParticipatoryBudget", terms: Mapping[str, Any], at: datetime, *, sealed: bool
) -> Decision:
    """Whether these terms may take these values while one votes.

    Prolonged, never shortened; an envelope raised, never lowered: a ballot that was right when it
    was cast must stay right. What a ballot may say, who may vote and how ballots are counted stand.
    """
    if sealed:
        return refuse(BudgetReason.VOTE_OVER)
    if any(name not in AMENDABLE_TERMS for name in terms):
        return refuse(BudgetReason.BALLOT_FROZEN)
    if "closes_at" in terms and terms["closes_at"] <= budget.closes_at:
        return refuse(BudgetReason.ONLY_LATER)
    if "envelope" in terms and terms["envelope"] < budget.envelope:
        return refuse(BudgetReason.ONLY_MORE)
    if not any(terms.get(name, getattr(budget, name)) for name in CHANNEL_TERMS):
        return refuse(BudgetReason.NO_CHANNEL)
    return ALLOWED
