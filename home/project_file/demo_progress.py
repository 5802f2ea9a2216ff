"""Fictitious milestones, indicators, budget and evidence of commitments, told by their news."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field

from engagements.enums import EvidenceKind
from engagements.models import (
    BudgetLine,
    Commitment,
    CommitmentUpdate,
    Evidence,
    Indicator,
    Milestone,
)

from .report import Outcome
from .shapes import Key, Line, Number, Shape, ShortLabel, Text, Year
from .writer import Writer

Days = int
# As it is written: 14230.75 is not what a machine makes of it.
Figure = Annotated[Decimal, BeforeValidator(lambda value: Decimal(str(value)))]


class MilestoneExample(Shape):
    """A step; `reached_by` is the key of the news that says it is reached."""

    label: Line
    planned_in_days: Days | None = None
    planned_precision: Literal["day", "month", "year"] = "month"
    reached_by: Key | None = None


class FigureExample(Shape):
    """What news measured."""

    update: Key
    value: Figure


class IndicatorExample(Shape):
    """What a commitment measures of itself."""

    label: Line
    unit: ShortLabel
    decimals: int = Field(default=0, ge=0, le=3)
    direction: Literal["up", "down"] = "up"
    target: Figure | None = None
    target_in_days: Days | None = None
    source: Line
    figures: list[FigureExample] = []


class BudgetExample(Shape):
    """What it costs in a year."""

    year: Year
    label: ShortLabel
    voted: Figure
    spent: Figure | None = None
    source: ShortLabel | Literal[""] = ""


class ProofExample(Shape):
    """What proves a piece of news."""

    label: Line
    url: str = ""
    deliberation: ShortLabel | Literal[""] = ""
    days_ago: Days | None = None


class ProgressExample(Shape):
    """How far a commitment is; nothing here may pass for a fact."""

    commitment: Number
    plain_language: Text | None = None
    referent: ShortLabel | None = None
    milestones: list[MilestoneExample] = []
    indicators: list[IndicatorExample] = []
    budget: list[BudgetExample] = []
    example: Literal[True]


class ProgressLoader:
    """Writes the measures of commitments once; its news then tell what was reached."""

    def __init__(self, writer: Writer, examples: list[ProgressExample], *, at: datetime) -> None:
        self._writer = writer
        self._examples = examples
        self._today = timezone.localdate(at)

    def load(self) -> None:
        """Write what no earlier load wrote: what was changed or deleted since stays so."""
        for example in self._examples:
            key = f"progress/{example.commitment}"
            known = self._writer.fingerprints.knows(key)
            if not known:
                self._write(Commitment.objects.get(number=example.commitment), example)
                self._writer.fingerprints.note(key, "loaded", "1")
            outcome = Outcome.UNCHANGED if known else Outcome.CREATED
            self._writer.report.count("progress", outcome)

    def _write(self, commitment: Commitment, example: ProgressExample) -> None:
        if example.plain_language and not commitment.plain_language:
            commitment.plain_language = example.plain_language
        commitment.referent = commitment.referent or example.referent or ""
        commitment.save(update_fields=["plain_language", "referent"])
        for position, step in enumerate(example.milestones):
            Milestone.objects.create(
                commitment=commitment,
                position=position,
                label=step.label,
                planned_on=self._day(step.planned_in_days),
                planned_precision=step.planned_precision,
            )
        for position, measure in enumerate(example.indicators):
            Indicator.objects.create(
                commitment=commitment,
                position=position,
                target_on=self._day(measure.target_in_days),
                **measure.model_dump(exclude={"figures", "target_in_days"}),
            )
        for line in example.budget:
            BudgetLine.objects.create(commitment=commitment, **line.model_dump())

    def _day(self, days: Days | None) -> date | None:
        return None if days is None else self._today + timedelta(days=days)

    def reached(self, commitment: Commitment, update: str) -> list[Milestone]:
        """The steps that this news says are reached."""
        labels = [
            step.label
            for example in self._of(commitment)
            for step in example.milestones
            if step.reached_by == update
        ]
        return list(commitment.milestones.filter(label__in=labels))

    def figures(self, commitment: Commitment, update: str) -> dict[Indicator, Decimal]:
        """What this news measured."""
        said = {
            measure.label: figure.value
            for example in self._of(commitment)
            for measure in example.indicators
            for figure in measure.figures
            if figure.update == update
        }
        return {one: said[one.label] for one in commitment.indicators.filter(label__in=said)}

    def proofs(self, examples: list[ProofExample]) -> list[Evidence]:
        """The evidence of a piece of news, not saved yet."""
        return [
            Evidence(
                kind=EvidenceKind.DELIBERATION if proof.deliberation else EvidenceKind.LINK,
                label=proof.label,
                url=proof.url,
                deliberation_number=proof.deliberation,
                dated_on=self._day(-proof.days_ago) if proof.days_ago is not None else None,
            )
            for proof in examples
        ]

    def count(self, outcome: Outcome) -> None:
        """Count a piece of news in the report."""
        self._writer.report.count("update", outcome)

    def _of(self, commitment: Commitment) -> list[ProgressExample]:
        return [one for one in self._examples if one.commitment == commitment.number]


def corrected(key: Key | None) -> CommitmentUpdate | None:
    """The news that another one corrects."""
    if key is None:
        return None
    return CommitmentUpdate.objects.filter(import_key=f"example/{key}").first()


def faults_of(
    examples: list[ProgressExample], updates: dict[str, Number]
) -> list[tuple[tuple[str | int, ...], str]]:
    """Say where an example names news that do not exist or are of another commitment."""
    message = _("the commitment has no news whose key is “%(value)s”.")
    found: list[tuple[tuple[str | int, ...], str]] = []
    for rank, example in enumerate(examples):
        named: list[tuple[tuple[str | int, ...], str]] = [
            (("milestones", place, "reached_by"), step.reached_by)
            for place, step in enumerate(example.milestones)
            if step.reached_by
        ]
        named += [
            (("indicators", place, "figures", spot, "update"), figure.update)
            for place, measure in enumerate(example.indicators)
            for spot, figure in enumerate(measure.figures)
        ]
        found += [
            (("progress", rank, *path), message % {"value": key})
            for path, key in named
            if updates.get(key) != example.commitment
        ]
    return found
