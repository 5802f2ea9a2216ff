"""The published testimonies of a campaign: a list without ranking, each at its own address."""

from typing import Any

from portal.cms.keyset import KeysetPage, keyset_page

from ...models import Contribution
from ..models import Campaign

PAGE_SIZE = 10
# One order, the latest first: nothing ranks what people tell.
_ORDER = ["-published_at", "-id"]


def testimony_page(campaign: Campaign, cursor: str | None) -> "KeysetPage[Contribution]":
    """One page of the list, by one query. Raises BadCursor."""
    found: Any = Contribution.objects.filter(activity=campaign.pk).published()
    return keyset_page(
        found.select_related("activity"),
        order=_ORDER,
        cursor=cursor,
        size=PAGE_SIZE,
        scope="recents",
    )


def citable_testimony(campaign: Campaign, number: int) -> Contribution | None:
    """One testimony that may be read at its own address, with its story."""
    found: Any = Contribution.objects.filter(activity=campaign.pk, number=number).citable()
    testimony: Contribution | None = found.with_story().first()
    return testimony
