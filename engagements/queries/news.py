"""Reading published news, corrections included: the latest of all, of a priority, of one."""

from ..models import Commitment, CommitmentUpdate

LENGTH = 30


def latest_news(
    *, priority: int | None = None, commitment: int | None = None, limit: int = LENGTH
) -> list[CommitmentUpdate]:
    """Return the latest news of commitments on display, in one query, the newest first."""
    shown = Commitment.objects.on_display().order_by()
    if priority is not None:
        shown = shown.filter(objective__priority__number=priority)
    if commitment is not None:
        shown = shown.filter(number=commitment)
    found = CommitmentUpdate.objects.filter(commitment__in=shown).select_related("commitment")
    return list(found.order_by("-recorded_at", "-pk")[:limit])
