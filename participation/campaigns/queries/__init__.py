"""Reading campaigns: the page, figures, testimonies, dates, and the addresses to write to."""

from typing import Any

from ..models import Campaign, Reminder


def campaign_of(slug: str) -> Campaign | None:
    """The campaign with its counters, its department and its verdict, by one query."""
    found = Campaign.objects.select_related("tally", "department", "promise_verdict")
    return found.filter(slug=slug).first()


def reminder_of(campaign: Campaign, pk: Any, secret: Any) -> Reminder | None:
    """The address that a sealed link names, or None when it is erased."""
    found = Reminder.objects.filter(pk=pk, secret=secret, campaign=campaign).first()
    if found is not None:
        found.campaign = campaign
    return found
