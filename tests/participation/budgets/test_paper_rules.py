"""What an agent types from a paper, for each kind of ballot; ages. Pure."""

from datetime import date
from typing import Any

import pytest

from participation.budgets import paper_rules
from participation.budgets.enums import BallotKind, BudgetReason, PaperReason
from participation.budgets.rulebook import Rulebook
from participation.budgets.templatetags.budget_paper_tags import code_use


def rules(kind: BallotKind, **ballot: Any) -> Rulebook:
    """Four projects of 40,000 €, 100,000 € to share."""
    usual = {
        "kind": kind,
        "min": 1,
        "max": 3,
        "points": 10,
        "points_max": 6,
        "rank_points": [5, 3, 1],
        "grades": ["Très bien", "Bien", "Passable"],
    }
    projects = [{"id": str(one), "name": f"P{one}", "cost": 40_000} for one in (1, 2, 3, 12)]
    envelope = {"id": "ville", "name": "", "budget": 100_000, "projects": projects}
    return Rulebook({"ballot": {**usual, **ballot}, "envelopes": [envelope]})


@pytest.mark.parametrize(
    ("kind", "typed", "choices"),
    [
        (BallotKind.APPROVAL, "12 3", (("3", 1), ("12", 1))),
        (BallotKind.APPROVAL, " 03, 12;1 ", (("1", 1), ("3", 1), ("12", 1))),
        (BallotKind.KNAPSACK, "3 1", (("1", 1), ("3", 1))),
        (BallotKind.RANKING, "12 3", (("12", 1), ("3", 2))),
        (BallotKind.POINTS, "12:4 3=6", (("3", 6), ("12", 4))),
        (BallotKind.GRADES, "3:1 12:3", (("3", 0), ("12", 2))),
    ],
)
def test_typed_numbers_are_a_ballot_and_back(kind: Any, typed: str, choices: Any) -> None:
    found, decision = paper_rules.typed_choices(rules(kind), "ville", typed)

    assert (found, decision.allowed) == (choices, True)
    again = paper_rules.typed_text(kind, choices)
    assert paper_rules.typed_choices(rules(kind), "ville", again)[0] == choices


@pytest.mark.parametrize(
    ("kind", "typed", "reason"),
    [
        (BallotKind.APPROVAL, "", BudgetReason.EMPTY),
        (BallotKind.APPROVAL, "3 douze", PaperReason.UNREADABLE),
        (BallotKind.APPROVAL, "3:1", PaperReason.UNREADABLE),
        (BallotKind.APPROVAL, "-3", PaperReason.UNREADABLE),
        (BallotKind.APPROVAL, "4", BudgetReason.UNKNOWN_PROJECT),
        (BallotKind.APPROVAL, "3 3", BudgetReason.TWICE),
        (BallotKind.APPROVAL, "1 2 3 12", BudgetReason.TOO_MANY),
        (BallotKind.KNAPSACK, "1 2 3", BudgetReason.OVER_ENVELOPE),
        (BallotKind.POINTS, "3", PaperReason.UNREADABLE_PAIRS),
        (BallotKind.POINTS, "3:6 12:5", BudgetReason.TOO_MANY_POINTS),
        (BallotKind.POINTS, "3:7", BudgetReason.TOO_MANY_POINTS),
        (BallotKind.POINTS, "3:0", BudgetReason.TOO_MANY_POINTS),
        (BallotKind.GRADES, "3:0", BudgetReason.BAD_GRADE),
        (BallotKind.GRADES, "3:4", BudgetReason.BAD_GRADE),
        (BallotKind.RANKING, "3 3", BudgetReason.TWICE),
    ],
)
def test_what_cannot_be_read_or_is_not_allowed(kind: Any, typed: str, reason: Any) -> None:
    assert paper_rules.typed_choices(rules(kind), "ville", typed)[1].reason == reason


@pytest.mark.parametrize(
    ("born_on", "age"),
    [(date(2010, 5, 11), 16), (date(2010, 5, 12), 15), (date(2008, 2, 29), 18)],
)
def test_an_age_is_in_whole_years(born_on: date, age: int) -> None:
    assert paper_rules.age_on(born_on, date(2026, 5, 11)) == age


@pytest.mark.parametrize(
    ("count", "used", "told"),
    [(20, 10, (10, 10)), (20, 9, None), (20, 11, None), (1, 1, None), (1000, 1000, None)],
)
def test_the_use_of_codes_never_says_who_voted(count: int, used: int, told: Any) -> None:
    assert tuple(code_use(count, used)) == (told or (None, None))
