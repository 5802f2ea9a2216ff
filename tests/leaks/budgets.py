"""A budget whose projects are not all public: what is asked for, and the words nobody may read."""

from typing import Any

from participation.budgets.actions.studies import write_study
from participation.budgets.enums import ProjectStage
from participation.budgets.models import ParticipatoryBudget
from tests.factories.budgets import BudgetFactory, ProjectFactory
from tests.support import clock

SLUGS = ("budget-public", "budget-brouillon")
SECRETS = {
    "zqprojet": "title of a project whose author has not agreed",
    "zqetude": "study that is not published",
    "zqbrouillonbudget": "title of a budget that is not published",
}


def build(call: Any) -> ParticipatoryBudget:
    """A public budget with a project that waits for its author, and one that is being studied."""
    budget: ParticipatoryBudget = BudgetFactory.create(slug=SLUGS[0], call=call)
    ProjectFactory.create(budget=budget, number=1, title="Projet zqprojet", published_at=None)
    study = {"is_feasible": False, "criterion": "technical", "reasons": "Sol zqetude."}
    studied = ProjectFactory.create(budget=budget, number=2, stage=ProjectStage.ADMISSIBLE)
    write_study(project=studied, fields=study, by=None, at=clock.NOW)
    BudgetFactory.create(slug=SLUGS[1], title="Budget zqbrouillonbudget", live=False)
    return budget


def asked(*rests: str) -> Any:
    """The same ends of address in the public budget and in the one that is not published."""
    return lambda world: [f"/participer/{slug}/{rest}" for slug in SLUGS for rest in rests]
