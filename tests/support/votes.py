"""A vote made ready for tests: a budget with published rules, voters, ballots."""

from datetime import date
from typing import Any

from participation.budgets.actions.casting import Cast, cast_ballot
from participation.budgets.actions.rules import publish_rules
from participation.budgets.enums import (
    CITY_ENVELOPE,
    BallotKind,
    CountingRule,
    KeyKind,
    VoteChannel,
)
from participation.budgets.models import ParticipatoryBudget
from participation.budgets.voters import Voter, known_voter, person_value
from tests.factories.budgets import BudgetFactory, ProjectFactory
from tests.support import clock


def make_vote(projects: int = 6, **fields: Any) -> ParticipatoryBudget:
    """A budget of so many projects, its rules published; with districts, they share them out."""
    budget: ParticipatoryBudget = BudgetFactory.create(**{**settings_of(fields), **fields})
    districts = list(budget.districts.all())
    for number in range(1, projects + 1):
        district = districts[(number - 1) % len(districts)] if districts else None
        ProjectFactory.create(budget=budget, number=number, district=district)
    publish_rules(budget=budget, by=None, at=clock.before(budget))
    return budget


def settings_of(fields: dict[str, Any]) -> dict[str, Any]:
    """What must go with these settings for rules that make sense, when a test does not say it."""
    settings: dict[str, Any] = {}
    if fields.get("ballot_kind") == BallotKind.GRADES:
        settings["counting_rule"] = CountingRule.MAJORITY_JUDGMENT
    if fields.get("ballot_kind") == BallotKind.RANKING and "rank_points" in fields:
        settings["max_choices"] = len(fields["rank_points"].split(","))
    if fields.get("on_paper"):
        settings["paper_places"] = "Mairie, aux heures d’ouverture"
    return settings


def make_voter(
    budget: ParticipatoryBudget,
    number: int,
    *,
    channel: VoteChannel = VoteChannel.ONLINE,
    **given: Any,
) -> Voter:
    """Somebody who proves an address and gives a name; `given` replaces or adds keys by kind."""
    values = {
        KeyKind.MAIL: f"votant{number}@ville.example",
        KeyKind.PERSON: person_value("Martin", f"Camille {letters(number)}", date(1980, 2, 3)),
    }
    values |= {KeyKind(kind): value for kind, value in given.items()}
    return known_voter(budget.pk, channel, values.items())


def vote(
    budget: ParticipatoryBudget,
    number: int,
    *projects: int,
    envelope: str = CITY_ENVELOPE,
    at: Any = None,
    **given: Any,
) -> Cast:
    """A ballot of this voter for these projects."""
    return cast_ballot(
        budget=budget,
        voter=make_voter(budget, number, **given),
        envelope=envelope,
        choices=tuple((str(one), 1) for one in projects),
        at=at or clock.during(budget),
    )


def letters(number: int) -> str:
    """A first name of its own for each number."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
