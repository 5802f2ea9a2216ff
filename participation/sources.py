"""What the room brings to the seams of others: wishes to join the follow-up body."""

from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse

from engagements.volunteers import Volunteer, VolunteerPile, register_volunteer_source

from .enums import Moderation, Wish
from .models import ContributionWish

# Addresses leave a call by its recorded export only, which asks for a reason.
RIGHT = "participation.export_contacts"
_UNSETTLED = (Moderation.STAGED, Moderation.UNCONFIRMED, Moderation.UNVERIFIED)


class CallVolunteers:
    """The wishes ticked with an idea or on a coupon: how many of each call, and its export."""

    name = "call"

    def waiting(self, user: Any) -> list[Volunteer]:
        """None: a contribution is not tied to the person behind it here."""
        return []

    def piles(self, user: Any) -> list[VolunteerPile]:
        """For each call, how many left an address with this wish."""
        if not user.has_perm(RIGHT):
            return []
        wished = ContributionWish.objects.filter(wish=Wish.FOLLOW_UP)
        wished = wished.exclude(contribution__email="")
        wished = wished.exclude(contribution__moderation__in=_UNSETTLED)
        counted = wished.values("contribution__activity", "contribution__activity__title")
        rows = counted.annotate(count=Count("pk")).order_by("contribution__activity")
        return [
            VolunteerPile(
                label=row["contribution__activity__title"],
                count=row["count"],
                url=reverse("calls:export", args=[row["contribution__activity"]]),
            )
            for row in rows
        ]

    def settle(self, key: str, by: Any, at: datetime) -> None:
        """Nothing to settle: the export keeps its own record."""


def register() -> None:
    """Brings the source; called once, by the app's ready()."""
    register_volunteer_source(CallVolunteers())
