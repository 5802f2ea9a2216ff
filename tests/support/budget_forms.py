"""What the admin's form of a participatory budget sends."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

# What the admin's form sends for a new budget, to publish it.
FIELDS: dict[str, str] = {
    "title": "Budget participatif 2027",
    "slug": "budget-2027",
    "introduction": "Quels projets ?",
    "body-count": "0",
    "promise": "Les projets élus sont réalisés.",
    "building_months": "24",
    "visibility": "everyone",
    "envelope_mode": "city",
    "envelope": "400000",
    "ballot_kind": "approval",
    "min_choices": "1",
    "max_choices": "5",
    "counting_rule": "greedy",
    "utility": "cost",
    "completion": "add1u",
    "step": "1",
    "tie_break": "mincost-maxvotes-id",
    "age_from": "16",
    "for_residents": "on",
    "by_mail": "on",
    "data_purpose": "voter",
    "data_retention": "un an",
    "action-publish": "1",
}


def budget_form(districts: tuple[tuple[str, str], ...] = (), **fields: Any) -> dict[str, Any]:
    """What the admin's form sends for a new budget, to publish it."""
    return {**FIELDS, **_moments(), **_rows(districts), **fields}


def _moments() -> dict[str, str]:
    moments = {"opens_at": 30, "closes_at": 60}
    return {
        name: (timezone.now() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")
        for name, days in moments.items()
    }


def _rows(districts: tuple[tuple[str, str], ...]) -> dict[str, str]:
    rows = {
        "districts-TOTAL_FORMS": str(len(districts)),
        "districts-INITIAL_FORMS": "0",
        "districts-MIN_NUM_FORMS": "0",
        "districts-MAX_NUM_FORMS": "1000",
    }
    for place, (code, euros) in enumerate(districts):
        rows |= {
            f"districts-{place}-code": code,
            f"districts-{place}-name": code.title(),
            f"districts-{place}-envelope": euros,
            f"districts-{place}-ORDER": str(place + 1),
            f"districts-{place}-id": "",
            f"districts-{place}-DELETE": "",
        }
    return rows
