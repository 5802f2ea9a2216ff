"""The fictitious half-yearly reviews: one published and frozen, one open."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from engagements.actions import (
    Present,
    open_review,
    publish_review,
    save_review,
    set_attendance,
    set_opinion,
)
from engagements.models import Review
from engagements.queries.reviews import reviewed_priorities

from .demo_review_set import ReviewExample
from .report import Outcome, Report


def load_reviews(examples: Sequence[ReviewExample], report: Report, at: datetime) -> None:
    """The examples, once: whatever became of the reviews since, none is added nor changed."""
    known = Review.objects.exists()
    for example in examples:
        report.count("review", Outcome.UNCHANGED if known else Outcome.CREATED)
        if not known:
            _load(example, at)


def _load(example: ReviewExample, at: datetime) -> None:
    today = timezone.localdate(at)
    days = example.published_days_ago
    moment = at if days is None else at - timedelta(days=days)
    review = open_review(
        title=example.title,
        starts_on=today - timedelta(days=example.starts_days_ago),
        ends_on=today - timedelta(days=example.ends_days_ago),
        user=None,
        at=moment,
    )
    save_review(
        review=review,
        user=None,
        at=moment,
        introduction=example.introduction,
        agenda="\n".join(example.agenda),
        minutes=example.minutes,
    )
    said = {one.priority: one.text for one in example.opinions}
    for priority in reviewed_priorities():
        set_opinion(review=review, priority=priority, text=said.get(priority.number, ""))
    set_attendance(
        review=review,
        attendance=[Present(one.function, one.present, one.excused) for one in example.attendance],
    )
    if days is not None:
        publish_review(review=review, signed_off_by=example.signed_off_by, user=None, at=moment)
