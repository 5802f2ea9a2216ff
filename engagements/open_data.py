"""Open data of the commitments: each table with its columns, defined once (docs/open-data.md).

The columns are a contract: they are added to at the end, never renamed or moved. Nobody is named.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.open_data import Dataset, OpenFile, register_datasets
from portal.table_schemas import PARTIAL_DATE, Column, OpenTable

from .enums import CommitmentStatus, DatePrecision, DisplayState, IndicatorDirection, NewsAge
from .models import (
    Commitment,
    CommitmentUpdate,
    IndicatorValue,
    Milestone,
    PriorityPage,
)
from .progress_rules import milestone_state
from .queries import BoardRow, commitments_on_display
from .queries.rows import row_of

_ISO_LENGTHS = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}
_BATCH = 1_000


def iso_date(day: date | None, precision: str = DatePrecision.DAY) -> str:
    """Return an ISO 8601 date no more precise than what was published: 2026-12, 2026."""
    if day is None:
        return ""
    return day.isoformat()[: _ISO_LENGTHS[DatePrecision(precision)]]


def open_tables(at: datetime, base: str) -> dict[str, OpenTable]:
    """Return the tables by the name of their files; `base` begins the addresses in them."""
    tables = (_commitments(at, base), _updates(base), _milestones(at), _figures())
    return {table.name: table for table in tables}


def register() -> None:
    """Brings the tables to the catalogue; called while the application starts."""
    register_datasets(commitment_files)


def commitment_files(at: datetime) -> Iterator[Dataset]:
    """Each table, in every format that it has."""
    for table in open_tables(at, "").values():
        yield Dataset(
            key=table.name,
            title=table.title,
            about=_("Commitments"),
            about_path=reverse("engagements:board"),
            files=tuple(
                OpenFile(kind, reverse(f"engagements:open_data_{kind}", args=[table.name]))
                for kind in ("csv", "json")
            ),
        )


def _commitments(at: datetime, base: str) -> OpenTable:
    return OpenTable(
        name="engagements",
        title=_("Commitments"),
        description=_("Every commitment, its state, its dates and who answers for it."),
        columns=(*_commitment_columns(), *_commitment_additions(base)),
        rows=lambda: _commitment_rows(at),
        primary_key=("number",),
    )


def _commitment_rows(at: datetime) -> Iterator[BoardRow]:
    found = commitments_on_display().prefetch_related("associated_departments").order_by("number")
    return (row_of(commitment, at) for commitment in found)


def _commitment_columns() -> tuple[Column, ...]:
    """The columns of the first files, in their order."""
    states = tuple(DisplayState.values)
    return (
        Column("number", _("Number"), "integer", lambda r: r.commitment.number, unique=True),
        Column("wording", _("Official wording"), "string", lambda r: r.commitment.wording),
        Column(
            "priority_number",
            _("Number of the priority"),
            "integer",
            lambda r: _priority(r).number,
        ),
        Column(
            "priority", _("Priority"), "string", lambda r: r.commitment.objective.priority.title
        ),
        Column(
            "objective_number",
            _("Number of the objective"),
            "integer",
            lambda r: r.commitment.objective.number,
        ),
        Column("objective", _("Objective"), "string", lambda r: r.commitment.objective.label),
        Column("state", _("State"), "string", lambda r: r.state.value, values=states),
        Column("state_label", _("State, in words"), "string", lambda r: str(r.state.label)),
        Column("period", _("Planned period"), "string", lambda r: _text(r.commitment.period)),
        Column(
            "lead_department",
            _("Department in charge"),
            "string",
            lambda r: _text(r.commitment.lead_department),
        ),
        _partial("due_on", _("First due date"), "due"),
        _partial("revised_due_on", _("New due date"), "revised_due"),
        Column("last_reported_on", _("Last news"), "date", lambda r: _day(r.last_reported_on)),
    )


def _priority(row: BoardRow) -> PriorityPage:
    return row.commitment.objective.priority


def _commitment_additions(base: str) -> tuple[Column, ...]:
    """What came since, at the end."""
    return (
        Column(
            "associated_departments",
            _("Associated departments, separated by a semicolon"),
            "string",
            lambda r: "; ".join(str(one) for one in r.commitment.associated_departments.all()),
        ),
        Column("referent", _("Elected referent"), "string", lambda r: r.commitment.referent),
        _partial("starts_on", _("Planned start"), "starts"),
        Column("done_on", _("Done on"), "date", lambda r: _day(r.done_on)),
        Column(
            "news_age",
            _("How old the last news is"),
            "string",
            lambda r: r.news_age.name.lower(),
            values=tuple(age.name.lower() for age in NewsAge),
        ),
        Column("milestones", _("Milestones announced"), "integer", lambda r: r.milestones),
        Column(
            "milestones_reached",
            _("Milestones reached"),
            "integer",
            lambda r: r.milestones_reached,
        ),
        Column("url", _("Address"), "string", lambda r: base + r.commitment.get_absolute_url()),
    )


def _partial(name: str, title: str, field: str) -> Column:
    """A date of a commitment that was published to the day, the month or the year."""

    def value(row: BoardRow) -> str | None:
        day = getattr(row.commitment, f"{field}_on")
        return iso_date(day, getattr(row.commitment, f"{field}_precision")) or None

    return Column(name, title, "string", value, pattern=PARTIAL_DATE)


def _updates(base: str) -> OpenTable:
    statuses = tuple(CommitmentStatus.values)
    return OpenTable(
        name="nouvelles",
        title=_("News of the commitments"),
        description=_("All published news, corrections included; none is ever rewritten."),
        columns=(
            Column("id", _("Identifier"), "integer", lambda u: u.pk, unique=True),
            Column("commitment", _("Commitment"), "integer", lambda u: u.commitment.number),
            Column("reported_on", _("Date of the news"), "date", lambda u: _day(u.reported_on)),
            Column("status", _("Status reported"), "string", lambda u: u.status, values=statuses),
            Column("status_reason", _("Reason"), "string", lambda u: u.status_reason),
            Column("text", _("What was done"), "string", lambda u: u.text),
            Column("next_step", _("Next step"), "string", lambda u: u.next_step),
            Column(
                "author_function",
                _("Function of the author"),
                "string",
                lambda u: u.author_function,
            ),
            Column(
                "due_on",
                _("Due date announced"),
                "string",
                lambda u: iso_date(u.due_on, u.due_precision) or None,
                pattern=PARTIAL_DATE,
            ),
            Column("corrects", _("Identifier of what it corrects"), "integer", _corrects),
            Column("evidence", _("How many pieces of evidence"), "integer", _proofs),
            Column("example", _("Fictitious example"), "boolean", lambda u: u.is_example),
            Column("url", _("Address"), "string", lambda u: f"{base}{news_address(u)}"),
        ),
        rows=_published,
        primary_key=("id",),
    )


def news_address(update: CommitmentUpdate) -> str:
    """The address of a piece of news, on the page of its commitment."""
    return f"{update.commitment.get_absolute_url()}#nouvelle-{update.pk}"


def _corrects(update: CommitmentUpdate) -> int | None:
    return update.corrects_id


def _proofs(update: CommitmentUpdate) -> int:
    return len(update.evidence.all())


def _published() -> Iterator[CommitmentUpdate]:
    found = CommitmentUpdate.objects.filter(commitment__in=_shown()).select_related("commitment")
    found = found.prefetch_related("evidence").order_by("commitment__number", "reported_on", "pk")
    return found.iterator(chunk_size=_BATCH)


def _milestones(at: datetime) -> OpenTable:
    return OpenTable(
        name="jalons",
        title=_("Milestones of the commitments"),
        description=_("The steps announced, and when they were reached."),
        columns=(
            Column("commitment", _("Commitment"), "integer", lambda m: m.commitment.number),
            Column("position", _("Order"), "integer", lambda m: m.position),
            Column("label", _("Step"), "string", lambda m: m.label),
            Column(
                "planned_on",
                _("Planned for"),
                "string",
                lambda m: iso_date(m.planned_on, m.planned_precision) or None,
                pattern=PARTIAL_DATE,
            ),
            Column("reached_on", _("Reached on"), "date", lambda m: _day(m.reached_on)),
            Column(
                "state",
                _("State"),
                "string",
                lambda m: (
                    milestone_state(m.reached_on, m.planned_on, at, m.planned_precision).value
                ),
                values=("reached", "late", "planned", "undated"),
            ),
        ),
        rows=lambda: _of_shown(Milestone.objects, "position"),
    )


def _figures() -> OpenTable:
    return OpenTable(
        name="chiffres",
        title=_("Figures of the indicators"),
        description=_("What the commitments measure: each figure as it was published."),
        columns=figure_columns(),
        rows=lambda: (
            IndicatorValue.objects.filter(indicator__commitment__in=_shown())
            .select_related("indicator__commitment", "update")
            .order_by("indicator__commitment__number", "indicator__position", *_DATED)
            .iterator(chunk_size=_BATCH)
        ),
    )


_DATED = ("indicator_id", "measured_on", "pk")


def figure_columns() -> tuple[Column, ...]:
    """The columns of figures, of one commitment or of all."""
    directions = tuple(IndicatorDirection.values)
    return (
        Column("commitment", _("Commitment"), "integer", lambda f: f.indicator.commitment.number),
        Column("indicator", _("What is measured"), "string", lambda f: f.indicator.label),
        Column("measured_on", _("Measured on"), "date", lambda f: _day(f.measured_on)),
        Column("value", _("Value"), "number", lambda f: _number(f.value)),
        Column("unit", _("Unit"), "string", lambda f: f.indicator.unit),
        Column("target", _("Target"), "number", lambda f: _number(f.indicator.target)),
        Column("target_on", _("Target date"), "date", lambda f: _day(f.indicator.target_on)),
        Column(
            "direction",
            _("Wanted direction"),
            "string",
            lambda f: f.indicator.direction,
            values=directions,
        ),
        Column("source", _("Source"), "string", lambda f: f.indicator.source),
        Column("update", _("Identifier of the news"), "integer", lambda f: f.update_id),
        Column(
            "correction", _("Correction"), "boolean", lambda f: f.update.corrects_id is not None
        ),
        Column("example", _("Fictitious example"), "boolean", lambda f: f.update.is_example),
    )


def figures_of(commitment: Commitment) -> OpenTable:
    """Return the figures of one commitment."""
    return OpenTable(
        name=f"engagement-{commitment.number}-chiffres",
        title=_("Figures of the indicators"),
        description=commitment.wording,
        columns=figure_columns(),
        rows=lambda: (
            IndicatorValue.objects.filter(indicator__commitment=commitment)
            .select_related("indicator__commitment", "update")
            .order_by("indicator__position", *_DATED)
        ),
    )


def _of_shown(manager: Any, *order: str) -> Any:
    found = manager.filter(commitment__in=_shown()).select_related("commitment")
    return found.order_by("commitment__number", *order, "pk").iterator(chunk_size=_BATCH)


def _shown() -> QuerySet[Commitment]:
    return Commitment.objects.on_display().order_by()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text(row: object | None) -> str:
    return str(row) if row else ""


def _number(value: Any) -> float | int | None:
    """A figure without the zeros that the database pads it with."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
