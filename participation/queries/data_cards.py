"""The data cards of activities, and the consents kept with agents' ideas, for the registers."""

from collections.abc import Iterator

from portal.privacy.registry import Processing, Proof

from ..models import Activity, Promotion
from ..processings import PROMOTIONS


def activity_cards() -> Iterator[Processing]:
    """The card of each activity that is or was published, by its opening."""
    found = Activity.objects.filter(live=True).order_by("opens_at", "pk")
    for activity in found.defer("body").iterator(chunk_size=500):
        if card := activity.data_card:
            yield card


def promotion_proofs() -> Iterator[Proof]:
    """Which agents' ideas were made public with their author's consent; the author is not told."""
    answered = Promotion.objects.filter(accepted=True, answered_at__isnull=False).order_by("pk")
    for promotion in answered.iterator(chunk_size=500):
        if promotion.answered_at:
            yield Proof(
                kind=PROMOTIONS.label,
                about=f"promotion:{promotion.pk}",
                given_at=promotion.answered_at,
                withdrawn_at=promotion.withdrawn_at,
            )
