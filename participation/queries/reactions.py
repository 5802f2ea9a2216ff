"""What readers react to: one published contribution of an activity."""

from ..models import Contribution


def published_contribution(activity_id: int, number: int) -> Contribution | None:
    """One published contribution of an activity, by its public number."""
    found = Contribution.objects.published().filter(activity=activity_id, number=number)
    return found.select_related("activity").first()
