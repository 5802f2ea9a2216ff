"""Open data of a budget: its projects, their votes once counted, what became of them.

The columns are a contract (docs/open-data.md): added to at the end, never renamed or moved.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.table_schemas import Column, OpenTable

from .count_rules import is_late
from .enums import ProjectStage, Realisation
from .models import ParticipatoryBudget, Project
from .queries.outcome import Line, outcome_of, project_due_on

Row = tuple[Project, Line | None, bool]


def projects_table(budget: ParticipatoryBudget, at: datetime, base: str) -> OpenTable:
    """The public projects of a budget; votes are empty until the count is published."""
    return OpenTable(
        name=f"budget-{budget.slug}-projets",
        title=_("Projects of the participatory budget"),
        description=budget.title,
        columns=(*_project_columns(base), *_outcome_columns()),
        rows=lambda: _rows(budget, at),
        primary_key=("number",),
    )


def _rows(budget: ParticipatoryBudget, at: datetime) -> Iterator[Row]:
    found = outcome_of(budget, at)
    lines = {
        one.id: one for envelope in (found.envelopes if found else []) for one in envelope.lines
    }
    decision = getattr(budget, "council_decision", None)
    due, today = project_due_on(budget, decision), timezone.localdate(at)
    projects = (
        Project.objects.public().filter(budget=budget).select_related("district", "department")
    )
    for project in projects.order_by("number"):
        project.budget = budget
        late = project.stage == ProjectStage.ELECTED and is_late(project.realisation, due, today)
        yield project, lines.get(str(project.number)), late


def _project_columns(base: str) -> tuple[Column, ...]:
    return (
        Column("number", _("Number"), "integer", lambda r: r[0].number, unique=True),
        Column("title", _("Title"), "string", lambda r: r[0].title),
        Column("summary", _("In one sentence"), "string", lambda r: r[0].summary),
        Column("district", _("District"), "string", lambda r: str(r[0].district or "")),
        Column("cost", _("Cost (€)"), "integer", lambda r: r[0].cost),
        Column(
            "stage", _("Stage"), "string", lambda r: r[0].stage, values=tuple(ProjectStage.values)
        ),
        Column("url", _("Address"), "string", lambda r: base + r[0].url),
    )


def _outcome_columns() -> tuple[Column, ...]:
    return (
        Column("votes", _("Votes"), "integer", lambda r: r[1].votes if r[1] else None),
        Column("figure", _("Votes or points"), "integer", lambda r: r[1].figure if r[1] else None),
        Column("elected", _("Elected"), "boolean", _elected),
        Column("why", _("Why"), "string", lambda r: r[1].why if r[1] else ""),
        Column(
            "realisation",
            _("Realisation"),
            "string",
            lambda r: r[0].realisation,
            values=("", *Realisation.values),
        ),
        Column("late", _("Late"), "boolean", lambda r: r[2]),
        Column("spent", _("Spent (€)"), "integer", lambda r: r[0].spent),
        Column("department", _("Department in charge"), "string", _department),
        Column("example", _("Fictitious example"), "boolean", lambda r: r[0].is_example),
    )


def _elected(row: Row) -> Any:
    return row[1].is_elected if row[1] else None


def _department(row: Row) -> str:
    return str(row[0].department or "")
