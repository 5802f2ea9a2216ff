"""What is told to those who follow commitments."""

from datetime import datetime

from portal.subscriptions.actions import publish_event

from .models import CommitmentUpdate
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
