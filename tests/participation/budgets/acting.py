"""Shorthands of the tests of projects: an open box, a project that is studied."""

from typing import Any

from participation.budgets.actions.rules import publish_rules
from participation.budgets.actions.studies import publish_study, write_study
from participation.budgets.models import BallotBox, ParticipatoryBudget, Project
from participation.models import ActivityTally
from tests.support import clock

STUDY = {
    "is_feasible": True,
    "criterion": "",
    "cost": 42_000,
    "yearly_cost": 300,
    "reasons": "Le sol le permet.",
    "changes": "",
}


def open_box(budget: ParticipatoryBudget) -> BallotBox:
    """The vote has begun under rules that are published."""
    version = publish_rules(budget=budget, by=None, at=clock.days(-11))
    ActivityTally.objects.update_or_create(
        activity_id=budget.pk, defaults={"frozen_at": clock.days(-10)}
    )
    return BallotBox.objects.create(budget=budget, rules=version, opened_at=clock.days(-10))


def studied(project: Project, **fields: Any) -> Project:
    """The same project, once its study is public."""
    study = write_study(project=project, fields={**STUDY, **fields}, by=None, at=clock.NOW)
    publish_study(study=study, by=None, at=clock.NOW)
    project.refresh_from_db()
    return project
