"""The shape of the fictitious participatory budgets of a demonstration."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from participation.budgets.enums import Criterion, ProjectStage, Realisation

from .demo_activities import check_activities
from .shapes import Checks, Introduction, Key, Label, Line, Name, Phrase, Shape, Text

Days = int
Euros = int


class BudgetDistrictExample(Shape):
    """A district of a budget."""

    example: Literal[True]
    key: Key
    label: Name
    envelope: Euros = Field(default=0, ge=0)


class ProjectNewsExample(Shape):
    """Dated news of an elected project."""

    days_ago: Days = Field(ge=0)
    state: Annotated[Realisation, Field(strict=False)]
    text: Text
    spent: Euros | None = Field(default=None, ge=0)


class MilestoneExample(Shape):
    """A step of an elected project."""

    title: Phrase
    planned_in_days: Days
    reached_days_ago: Days | None = Field(default=None, ge=0)


class ProjectExample(Shape):
    """A project: on the ballot, or stopped before with its criterion."""

    number: int = Field(ge=1)
    title: Label
    summary: Phrase
    text: Text | Literal[""] = ""
    place: Phrase | Literal[""] = ""
    district: Key | None = None
    department: Key | None = None
    origin: Phrase | Literal[""] = ""
    cost: Euros | None = Field(default=None, gt=0)
    stage: Annotated[ProjectStage, Field(strict=False)] = ProjectStage.ON_BALLOT
    criterion: Annotated[Criterion, Field(strict=False)] | Literal[""] = ""
    explanation: Text | Literal[""] = ""
    # How many people out of a hundred choose it, in the votes of the example.
    liked_by: int = Field(default=0, ge=0, le=100)
    milestones: list[MilestoneExample] = []
    news: list[ProjectNewsExample] = []


class DecisionExample(Shape):
    """The council's decision on a vote that is over."""

    number: Phrase
    days_ago: Days = Field(ge=0)
    reasons: Text | Literal[""] = ""


class BudgetExample(Shape):
    """A participatory budget, open or counted."""

    example: Literal[True]
    key: Key
    slug: Key
    title: Label
    introduction: Introduction
    promise: list[Line]
    who_decides: Phrase | Literal[""] = ""
    department: Key | None = None
    opens_in_days: Days
    closes_in_days: Days
    envelope: Euros = Field(ge=0)
    envelope_mode: Literal["city", "guarantee", "districts"] = "city"
    max_choices: int = Field(default=5, ge=1)
    counting_rule: Literal["greedy", "mes"] = "greedy"
    paper_places: Text | Literal[""] = ""
    decision_due_in_days: Days | None = None
    districts: list[BudgetDistrictExample] = []
    projects: list[ProjectExample] = []
    online_votes: int = Field(default=0, ge=0, le=2000)
    paper_votes: int = Field(default=0, ge=0, le=2000)
    decision: DecisionExample | None = None


def check_budgets(budgets: list[BudgetExample], departments: list[str], checks: Checks) -> None:
    """Notes the faults between entries: names used twice, or of nothing."""
    taken = _("“%(value)s” is already used on line %(line)d.")
    check_activities("budgets", budgets, departments, checks)
    for position, budget in enumerate(budgets):
        path = ("budgets", position)
        checks.once((*path, "projects"), budget.projects, "number", taken)
        checks.once((*path, "districts"), budget.districts, "key", taken)
        _check_projects(budget, path, departments, checks)


def _check_projects(
    budget: BudgetExample, path: tuple[str | int, ...], departments: list[str], checks: Checks
) -> None:
    districts = {district.key for district in budget.districts}
    for rank, project in enumerate(budget.projects):
        here = (*path, "projects", rank)
        if project.district and project.district not in districts:
            checks.refuse((*here, "district"), _("the budget has no such district."))
        if project.department and project.department not in departments:
            message = _("there is no department whose key is “%(value)s”.")
            checks.refuse((*here, "department"), message % {"value": project.department})
        if project.stage == ProjectStage.ON_BALLOT and project.cost is None:
            checks.refuse((*here, "cost"), _("a project submitted to the vote has a cost."))
        if bool(project.criterion) != bool(project.explanation):
            message = _("a refusal gives its criterion and an explanation.")
            checks.refuse((*here, "criterion"), message)
