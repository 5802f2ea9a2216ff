"""The rules of a vote: those in force, and those that the admin's fields would make."""

from datetime import datetime
from typing import Any

from portal.canonical import canonical_text

from ..enums import (
    CITY_ENVELOPE,
    VOTED_STAGES,
    BallotKind,
    CountingRule,
    EnvelopeMode,
    KeyKind,
    ProjectStage,
    TieBreak,
    Utility,
)
from ..models import ParticipatoryBudget, Project, RuleVersion
from ..rulebook import FORMAT, Rulebook
from ..setting_rules import rank_points_of

# Once counted, what the vote made of them does not take projects off its ballot.
_LISTED = VOTED_STAGES


def rules_in_force(budget: ParticipatoryBudget) -> Rulebook | None:
    """The latest rules published; None when none are."""
    version = latest_version(budget)
    return Rulebook.read(version.text) if version else None


def latest_version(budget: ParticipatoryBudget) -> RuleVersion | None:
    """The latest version of the rules; None when none is published."""
    # Written out: every step of every voter asks it.
    asked = RuleVersion.objects.raw(_LATEST, [budget.pk])
    return next(iter(asked), None)


_LATEST = "SELECT * FROM budgets_ruleversion WHERE budget_id = %s ORDER BY number DESC LIMIT 1"


def is_begun(budget: ParticipatoryBudget, at: datetime) -> bool:
    """Whether the hour of a vote has come under published rules, its box open or not yet."""
    begun = ParticipatoryBudget.objects.filter(pk=budget.pk, opens_at__lte=at)
    return begun.filter(rule_versions__isnull=False).exists()


def prepared_rules(budget: ParticipatoryBudget) -> dict[str, Any]:
    """What regle.json would say of the budget as it stands: its fields, districts and projects."""
    return {
        "format": FORMAT,
        "title": budget.title,
        "address": budget.url,
        "opens_at": budget.opens_at,
        "closes_at": budget.closes_at,
        "ballot": _ballot(budget),
        "count": _count(budget),
        "eligibility": _eligibility(budget),
        "channels": _channels(budget),
        "envelopes": _envelopes(budget),
    }


def prepared_text(budget: ParticipatoryBudget) -> str:
    """The same, as its canonical text."""
    return canonical_text(prepared_rules(budget))


def _ballot(budget: ParticipatoryBudget) -> dict[str, Any]:
    kind = BallotKind(budget.ballot_kind)
    ranks = rank_points_of(budget.rank_points) or []
    grades = [line.strip() for line in budget.grades.splitlines() if line.strip()]
    return {
        "kind": kind,
        "min": budget.min_choices,
        "max": budget.max_choices,
        "points": budget.points if kind == BallotKind.POINTS else None,
        "points_max": budget.points_each if kind == BallotKind.POINTS else None,
        "rank_points": ranks if kind == BallotKind.RANKING else None,
        "grades": grades if kind == BallotKind.GRADES else None,
    }


def _count(budget: ParticipatoryBudget) -> dict[str, Any]:
    shares = budget.counting_rule == CountingRule.EQUAL_SHARES
    by_lot = budget.tie_break == TieBreak.COST_VOTES_LOT
    guaranteed = budget.envelope_mode == EnvelopeMode.GUARANTEE
    return {
        "rule": budget.counting_rule,
        "utility": budget.utility if shares else Utility.COST,
        "completion": budget.completion if shares else "none",
        "step": budget.step,
        "ties": budget.tie_break,
        "seed": budget.lot_seed if by_lot else "",
        "guarantee": "district" if guaranteed else "none",
    }


def _eligibility(budget: ParticipatoryBudget) -> dict[str, Any]:
    return {
        "age_from": budget.age_from,
        "lives": budget.for_residents,
        "works": budget.for_workers,
        "studies": budget.for_students,
        "identity": budget.asks_identity,
    }


def _channels(budget: ParticipatoryBudget) -> list[str]:
    offered = {
        KeyKind.ACCOUNT: budget.by_account,
        KeyKind.MAIL: budget.by_mail,
        KeyKind.PHONE: budget.by_phone,
        KeyKind.CODE: budget.by_code,
        "paper": budget.on_paper,
    }
    return [str(name) for name, is_offered in offered.items() if is_offered]


def _envelopes(budget: ParticipatoryBudget) -> list[dict[str, Any]]:
    projects = list(
        Project.objects.filter(budget=budget, stage__in=_LISTED)
        .select_related("district")
        .order_by("number")
    )
    if budget.envelope_mode != EnvelopeMode.DISTRICTS:
        return [_envelope(CITY_ENVELOPE, "", budget.envelope, projects)]
    return [
        _envelope(
            district.code,
            district.name,
            district.envelope,
            [one for one in projects if one.district_id == district.pk],
        )
        for district in budget.districts.all()
    ]


def _envelope(code: str, name: str, euros: int, projects: list[Project]) -> dict[str, Any]:
    """One envelope; projects withdrawn while one votes stay listed, and are named as such.

    A ballot that names one stays valid; the count ignores it.
    """
    gone = ProjectStage.WITHDRAWN_FROM_VOTE
    return {
        "id": code,
        "name": name,
        "budget": euros,
        "projects": [_project(one) for one in projects],
        "withdrawn": [str(one.number) for one in projects if one.stage == gone],
    }


def _project(project: Project) -> dict[str, Any]:
    return {
        "id": str(project.number),
        "name": project.title,
        "cost": project.cost or 0,
        "district": project.district.name if project.district else "",
    }
