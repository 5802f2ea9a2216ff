"""What is to be done now for each budget: open, seal, remind, count, recount."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Q

from ..count_rules import counts_by_itself
from ..models import Count, FeasibilityStudy, ParticipatoryBudget
from .projects import due_studies
from .turnout import paper_progress, unsigned_batches


def to_publish(at: datetime) -> list[FeasibilityStudy]:
    """Studies sent whose authors had the time to answer: silence is not a veto."""
    return list(due_studies(at))


def to_open(at: datetime) -> list[ParticipatoryBudget]:
    """Votes whose hour has come, with rules published and no box yet."""
    found = ParticipatoryBudget.objects.filter(live=True, opens_at__lte=at, closes_at__gt=at)
    return list(found.filter(box__isnull=True, rule_versions__isnull=False).distinct())


def to_seal(at: datetime) -> list[ParticipatoryBudget]:
    """Votes that are over and whose box is not sealed."""
    return list(
        ParticipatoryBudget.objects.filter(
            closes_at__lte=at, box__opened_at__isnull=False, box__sealed_at__isnull=True
        )
    )


def to_remind(at: datetime) -> list[ParticipatoryBudget]:
    """Votes that are open: somebody may have filled a basket without voting."""
    found = ParticipatoryBudget.objects.filter(live=True, closes_at__gt=at)
    return list(
        found.filter(
            box__opened_at__isnull=False, box__sealed_at__isnull=True, box__paused_at__isnull=True
        )
    )


def to_count(at: datetime) -> Iterator[ParticipatoryBudget]:
    """Sealed boxes for which nothing is awaited."""
    sealed = ParticipatoryBudget.objects.filter(box__sealed_at__isnull=False)
    for budget in sealed.filter(box__counted_at__isnull=True):
        voters, signed = paper_progress(budget)
        if not unsigned_batches(budget) and counts_by_itself(
            paper_voters=voters,
            papers_signed=signed,
            on_paper=budget.on_paper,
            has_waited=at >= waits_until(budget),
        ):
            yield budget


def waits_until(budget: ParticipatoryBudget) -> datetime:
    """Until when the count of a vote on paper leaves time to bring what is still on a desk."""
    return budget.closes_at + timedelta(hours=settings.PAPER_WAIT_HOURS)


def to_recount(at: datetime) -> list[Count]:
    """Counts that were not recounted today."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    found = Count.objects.annotate(last=Max("recounts__made_at"))
    return list(found.filter(Q(last=None) | Q(last__lt=day)).select_related("budget"))
