"""What is told to those who follow commitments."""

from datetime import datetime

from django.utils.translation import gettext as _

from portal.subscriptions.actions import publish_event

from .models import CommitmentUpdate, Review
from .registry import idea_topics


def tell_of_update(update: CommitmentUpdate, at: datetime) -> None:
    """A commitment has news: to those who follow it, its priority, all of them, or its ideas."""
    commitment = update.commitment
    publish_event(
        kind="commitment_updated",
        subject=f"commitment:{commitment.number}",
        topics=[
            f"commitment:{commitment.number}",
            f"priority:{commitment.objective.priority.number}",
            "commitments",
            *idea_topics(commitment.pk),
        ],
        summary=str(update.get_status_display()),
        at=at,
        dedup=f"commitment:{commitment.pk}:update:{update.pk}",
    )


def tell_of_review(review: Review, at: datetime) -> None:
    """A review is published: its fingerprint goes to those who follow, who hold a copy of it."""
    publish_event(
        kind="review_published",
        subject=f"review:{review.number}",
        topics=["reviews", "commitments"],
        summary=_("SHA-256 fingerprint: %(fingerprint)s") % {"fingerprint": review.fingerprint},
        at=at,
        dedup=f"review:{review.pk}:published",
    )
