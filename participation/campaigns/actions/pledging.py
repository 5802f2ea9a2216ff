"""Taking a pledge: one more on its count, and nothing about who."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from portal.decisions import Refused, require

from ...actions.journal import log
from .. import rules
from ..enums import CampaignReason
from ..models import Campaign, PledgeCount
from .counting import freeze, spend

if TYPE_CHECKING:
    from portal.accounts.rules import Reader


@transaction.atomic
def take_pledge(
    *,
    campaign: Campaign,
    key: str,
    form_number: str,
    at: datetime,
    reader: "Reader" = None,
    taken: Collection[str] = (),
) -> None:
    """Counts one pledge; keeps no account, no address, no hour, and no row of it.

    `taken` are the keys this browser already took in its visit. The first pledge freezes the
    terms of the campaign. Raises Refused (those of may_contribute, UNKNOWN_PLEDGE,
    ALREADY_PLEDGED, ALREADY_COUNTED when the same form was already sent).
    """
    require(rules.may_pledge(campaign, reader, at, key))
    if key in taken:
        raise Refused(CampaignReason.ALREADY_PLEDGED)
    spend(form_number, at)
    text = next(one.text for one in campaign.offered if one.key == key)
    PledgeCount.objects.get_or_create(campaign=campaign, key=key, defaults={"text": text})
    PledgeCount.objects.filter(campaign=campaign, key=key).update(count=F("count") + 1)
    freeze(campaign, at)
    # Not which one: a log is read beside the hours and addresses of web servers.
    log("pledge.counted", activity=campaign.pk)
