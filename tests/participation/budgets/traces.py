"""What a participatory budget keeps about the member of staff of the erasure, and where."""

from typing import Any

from participation.budgets.models import (
    CodeBatch,
    CouncilDecision,
    Count,
    DoubleVote,
    FeasibilityStudy,
    IdeaConsent,
    PaperBatch,
    PaperReading,
    ProjectDecision,
    ProjectNews,
    RuleVersion,
)
from participation.models import Contribution
from portal.accounts.models import User
from tests.factories.budgets import BudgetFactory, ProjectFactory

SHA = "0" * 64
PERSONAL_FIELDS = {
    "budgets.CodeBatch.made_by": "budget_work",
    "budgets.Count.made_by": "budget_work",
    "budgets.CouncilDecision.recorded_by": "budget_work",
    "budgets.DoubleVote.found_by": "budget_work",
    "budgets.FeasibilityStudy.written_by": "budget_work",
    "budgets.IdeaConsent.asked_by": "budget_work",
    "budgets.IdeaConsent.recorded_by": "budget_work",
    "budgets.PaperBatch.first_by": "budget_work",
    "budgets.PaperBatch.opened_by": "budget_work",
    "budgets.PaperBatch.second_by": "budget_work",
    "budgets.PaperBatch.signed_by": "budget_work",
    "budgets.PaperReading.read_by": "budget_work",
    "budgets.ProjectDecision.decided_by": "budget_work",
    "budgets.ProjectNews.published_by": "budget_work",
    "budgets.PublishedFile.stored": "of the city",
    "budgets.RuleVersion.published_by": "budget_work",
}


def leave(user: User, idea: Contribution | None, at: Any) -> None:
    """A row for each thing that somebody of the staff does for a vote."""
    budget = BudgetFactory.create()
    project = ProjectFactory.create(budget=budget, number=1)
    rules = RuleVersion.objects.create(
        budget=budget, number=1, text="{}", sha256=SHA, published_at=at, published_by=user
    )
    ProjectDecision.objects.create(
        project=project, stage=project.stage, decided_at=at, decided_by=user
    )
    FeasibilityStudy.objects.create(
        project=project, is_feasible=True, cost=1, reasons="Oui", written_at=at, written_by=user
    )
    IdeaConsent.objects.create(
        project=project, idea=idea, asked_at=at, asked_by=user, recorded_by=user
    )
    CodeBatch.objects.create(budget=budget, label="Un", count=1, made_at=at, made_by=user)
    DoubleVote.objects.create(
        budget=budget, kept="online", set_aside="postal", found_on=at.date(), found_by=user
    )
    _papers(user, budget, at)
    Count.objects.create(
        budget=budget, rules=rules, input_sha256=SHA, software="parvis", result="{}",
        result_sha256=SHA, made_at=at, made_by=user,
    )  # fmt: skip
    CouncilDecision.objects.create(
        budget=budget, number="1", decided_on=at.date(), recorded_at=at, recorded_by=user
    )
    ProjectNews.objects.create(
        project=project, realisation="planned", text="Prévu", published_at=at, published_by=user
    )


def _papers(user: User, budget: Any, at: Any) -> None:
    """One keys in first or second, never both."""
    known = {"budget": budget, "place": "Mairie", "envelope": "ville", "count": 1, "opened_at": at}
    first = PaperBatch.objects.create(number=1, opened_by=user, first_by=user, **known)
    PaperBatch.objects.create(number=2, second_by=user, signed_by=user, signed_at=at, **known)
    PaperReading.objects.create(batch=first, position=1, turn=1, kind="blank", read_by=user)
