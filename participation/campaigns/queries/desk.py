"""What the desk of a campaign counts besides its public figures."""

from dataclasses import dataclass

from django.db.models import Count, Q

from ..models import Campaign


@dataclass(frozen=True)
class Addresses:
    """How many addresses wait, by how far they are; never which ones."""

    unconfirmed: int
    to_send: int
    sent: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.unconfirmed + self.to_send + self.sent


def waiting_addresses(campaign: Campaign) -> Addresses:
    """The addresses kept at this moment, by one query."""
    found = campaign.reminders.aggregate(
        unconfirmed=Count("pk", filter=Q(is_confirmed=False)),
        to_send=Count("pk", filter=Q(is_confirmed=True, is_sent=False)),
        sent=Count("pk", filter=Q(is_sent=True)),
    )
    return Addresses(**found)
