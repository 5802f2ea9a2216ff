"""Milestones, indicators, figures, budget lines and wordings of commitments, for tests."""

import datetime
from decimal import Decimal
from typing import Any

from engagements.models import (
    BudgetLine,
    Commitment,
    CommitmentUpdate,
    CommitmentWording,
    Indicator,
    IndicatorValue,
    Milestone,
)

from .engagements import CommitmentUpdateFactory


def milestone(commitment: Commitment, label: str = "Étape", **fields: Any) -> Milestone:
    """A step, after those there are."""
    position = commitment.milestones.count()
    return Milestone.objects.create(
        commitment=commitment, label=label, **{"position": position, **fields}
    )


def reached(commitment: Commitment, update: CommitmentUpdate, label: str = "Étape") -> Milestone:
    """A step that this news says is reached."""
    return milestone(commitment, label, reached_by=update, reached_on=update.reported_on)


def indicator(commitment: Commitment, label: str = "Part mesurée", **fields: Any) -> Indicator:
    """A share without a figure yet."""
    values = {"unit": "%", "source": "Service des achats", **fields}
    return Indicator.objects.create(commitment=commitment, label=label, **values)


def figure(measured: Indicator, update: CommitmentUpdate, value: str) -> IndicatorValue:
    """What this news measured."""
    return IndicatorValue.objects.create(
        indicator=measured, update=update, measured_on=update.reported_on, value=Decimal(value)
    )


def news(commitment: Commitment, day: datetime.date, text: str, **fields: Any) -> CommitmentUpdate:
    """Published news of a day, recorded on it at nine."""
    moment = datetime.datetime(day.year, day.month, day.day, 9, tzinfo=datetime.UTC)
    made: CommitmentUpdate = CommitmentUpdateFactory(
        commitment=commitment, reported_on=day, text=text, **{"recorded_at": moment, **fields}
    )
    return made


def budget_line(commitment: Commitment, year: int = 2026, **fields: Any) -> BudgetLine:
    """What it costs in a year."""
    values = {"label": "Travaux", "voted": Decimal(12000), **fields}
    return BudgetLine.objects.create(commitment=commitment, year=year, **values)


def wording(
    commitment: Commitment, version: int, text: str, since: datetime.date, reason: str = ""
) -> CommitmentWording:
    """A wording the commitment had, or has."""
    moment = datetime.datetime(since.year, since.month, since.day, 9, tzinfo=datetime.UTC)
    return CommitmentWording.objects.create(
        commitment=commitment,
        version=version,
        wording=text,
        since=since,
        reason=reason,
        recorded_at=moment,
    )
