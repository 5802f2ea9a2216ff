"""Reports in preparation, the steps and figures they speak of, and a review that expects them."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from engagements.enums import CommitmentStatus, DraftState, ReviewState
from engagements.models import BudgetLine, DraftEvidence, Indicator, Milestone, Review, UpdateDraft
from tests.factories.engagements import CommitmentFactory

NOW = datetime.datetime(2026, 5, 11, 9, tzinfo=datetime.UTC)


class DraftFactory(DjangoModelFactory):
    """A report begun and not sent."""

    commitment = factory.SubFactory(CommitmentFactory)
    reported_on = datetime.date(2026, 5, 4)
    status = CommitmentStatus.UNDER_WAY
    text = "Le marché est signé."
    author_function = "Direction des achats"
    started_at = NOW
    changed_at = NOW

    class Meta:
        model = UpdateDraft


class SentDraftFactory(DraftFactory):
    """A report that waits for approval."""

    state = DraftState.SUBMITTED
    submitted_at = NOW


class DraftEvidenceFactory(DjangoModelFactory):
    """An address that will prove the report."""

    draft = factory.SubFactory(DraftFactory)
    label = "Délibération"
    url = "https://example.org/deliberation.pdf"

    class Meta:
        model = DraftEvidence


class MilestoneFactory(DjangoModelFactory):
    """A step announced."""

    commitment = factory.SubFactory(CommitmentFactory)
    label = factory.Sequence(lambda n: f"Étape {n}")

    class Meta:
        model = Milestone


class IndicatorFactory(DjangoModelFactory):
    """Something measured."""

    commitment = factory.SubFactory(CommitmentFactory)
    label = factory.Sequence(lambda n: f"Part des achats {n}")
    unit = "%"
    source = "Direction des achats"

    class Meta:
        model = Indicator


class BudgetLineFactory(DjangoModelFactory):
    """What a year costs."""

    commitment = factory.SubFactory(CommitmentFactory)
    year = 2026
    label = "Travaux"
    voted = 1000

    class Meta:
        model = BudgetLine


def open_review(**fields: Any) -> Review:
    """A review of the first half of 2026, whose reports are expected by 12 June."""
    values = {
        "number": 1,
        "slug": "premier-semestre-2026",
        "title": "Premier semestre 2026",
        "starts_on": datetime.date(2026, 1, 1),
        "ends_on": datetime.date(2026, 6, 30),
        "reports_due_on": datetime.date(2026, 6, 12),
        "due_on": datetime.date(2026, 7, 1),
        "state": ReviewState.OPEN,
        "opened_at": NOW,
        **fields,
    }
    return Review.objects.create(**values)
