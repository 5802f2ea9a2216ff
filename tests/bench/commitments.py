"""Ten years of follow-up: many commitments, a review every six months, news, steps and figures."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from django.db.models import Max
from django.utils import timezone

from engagements.enums import CommitmentStatus, Movement, ReviewState
from engagements.models import (
    Commitment,
    CommitmentUpdate,
    Department,
    Indicator,
    IndicatorValue,
    Milestone,
    Objective,
    Period,
    PriorityPage,
    Review,
    ReviewAttendance,
    ReviewLine,
    ReviewOpinion,
    ReviewReminder,
)

REVIEWS = 20
_HALF_YEAR = 183
_STATUSES = ("under_way", "under_way", "done", "not_started", "under_way", "dropped")
_WORDING = "Renforcer notre action de tous les jours en faveur du service public, mesure numéro"


def make_commitments(count: int) -> None:
    """Adds commitments until there are `count`, and ten years of follow-up to each."""
    priorities = list(PriorityPage.objects.order_by("number"))
    commitments = _commitments(count, priorities)
    today = timezone.localdate()
    days = [today - timedelta(days=10 + _HALF_YEAR * rank) for rank in range(REVIEWS)]
    updates = _updates(commitments, days)
    _measures(commitments, updates)
    _reviews(commitments, sorted(days))


def _commitments(count: int, priorities: list[PriorityPage]) -> list[Commitment]:
    """Those that lack, spread over the objectives, the departments and the periods there are."""
    objectives = list(Objective.objects.filter(priority__in=priorities))
    departments, periods = list(Department.objects.all()), list(Period.objects.all())
    last = Commitment.objects.aggregate(last=Max("number"))["last"] or 0
    today = timezone.localdate()
    Commitment.objects.bulk_create(
        Commitment(
            number=number,
            wording=f"{_WORDING} {number}",
            objective=objectives[number % len(objectives)],
            lead_department=departments[number % len(departments)],
            period=periods[number % len(periods)],
            starts_on=today - timedelta(days=900 + number % 400),
            due_on=today + timedelta(days=number % 700 - 200),
            status=(status := CommitmentStatus(_STATUSES[number % len(_STATUSES)])),
            status_reason="Abandonné." if status == CommitmentStatus.DROPPED else "",
            done_on=today - timedelta(days=40) if status == CommitmentStatus.DONE else None,
            last_reported_on=today - timedelta(days=10 + number % 300),
        )
        for number in range(last + 1, count + 1)
    )
    return list(Commitment.objects.select_related("objective__priority").order_by("number"))


def _updates(commitments: list[Commitment], days: list[date]) -> list[CommitmentUpdate]:
    return CommitmentUpdate.objects.bulk_create(
        [
            CommitmentUpdate(
                commitment=commitment,
                reported_on=day,
                status=CommitmentStatus.UNDER_WAY,
                text=f"Le service avance, point du {day:%d/%m/%Y}.",
                author_function="Direction des moyens",
                recorded_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
            )
            for commitment, day in product(commitments, days)
        ],
        batch_size=2_000,
    )


def _measures(commitments: list[Commitment], updates: list[CommitmentUpdate]) -> None:
    """Five steps and an indicator each, with a figure for each piece of news."""
    first = {update.commitment_id: update for update in updates}
    Milestone.objects.bulk_create(
        (
            Milestone(
                commitment=commitment,
                position=place,
                label=f"Étape {place + 1}",
                planned_on=timezone.localdate() + timedelta(days=30 * place),
                reached_on=first[commitment.pk].reported_on if place < 2 else None,
                reached_by=first[commitment.pk] if place < 2 else None,
            )
            for commitment in commitments
            for place in range(5)
        ),
        batch_size=2_000,
    )
    indicators: dict[int, Any] = {
        one.commitment_id: one
        for one in Indicator.objects.bulk_create(
            [
                Indicator(commitment=one, label="Part mesurée", unit="%", source="Service")
                for one in commitments
            ]
        )
    }
    IndicatorValue.objects.bulk_create(
        (
            IndicatorValue(
                indicator=indicators[update.commitment_id],
                update=update,
                measured_on=update.reported_on,
                value=Decimal(update.pk % 100),
            )
            for update in updates
        ),
        batch_size=2_000,
    )


def _reviews(commitments: list[Commitment], days: list[date]) -> None:
    """Twenty published reviews with a line for each commitment: the lines come before the state."""
    _set_aside_the_open_one()
    last = Review.objects.aggregate(last=Max("number"))["last"] or 0
    previous = None
    for rank, day in enumerate(days, start=1):
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        review = Review.objects.create(
            number=last + rank,
            slug=f"mesure-{rank}",
            title=f"Bilan de mesure {rank}",
            starts_on=day - timedelta(days=_HALF_YEAR),
            ends_on=day,
            reports_due_on=day,
            due_on=day,
            previous=previous,
            opened_at=moment,
        )
        ReviewLine.objects.bulk_create(
            (_line(review, commitment, rank) for commitment in commitments), batch_size=1_000
        )
        Review.objects.filter(pk=review.pk).update(
            state=ReviewState.PUBLISHED,
            published_at=moment,
            signed_off_by="Présidence",
            canonical="{}",
            fingerprint="0" * 64,
        )
        previous = review


def _set_aside_the_open_one() -> None:
    """There is one open review at most, and each of ours is open while its lines are written."""
    opened = Review.objects.filter(state=ReviewState.OPEN)
    for part in (ReviewOpinion, ReviewAttendance, ReviewReminder):
        part.objects.filter(review__in=opened).delete()
    opened.delete()


def _line(review: Review, commitment: Commitment, rank: int) -> ReviewLine:
    objective = commitment.objective
    return ReviewLine(
        review=review,
        commitment=commitment,
        number=commitment.number,
        wording=commitment.wording,
        priority_number=objective.priority.number,
        priority_name=objective.priority.title,
        objective=objective.label,
        status=commitment.status,
        state=commitment.status,
        due_precision=commitment.due_precision,
        revised_due_precision=commitment.revised_due_precision,
        movement=Movement.FIRST if rank == 1 else Movement.SAME,
        fingerprint="0" * 64,
    )
