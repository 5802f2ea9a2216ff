"""What every count shares: a form counted once, terms that freeze with the first of them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.decisions import Refused

from ...models import ActivityTally
from ..enums import CampaignReason
from ..models import Campaign, CountedForm


def spend(form_number: str, at: datetime) -> None:
    """Notes that this form is counted. Raises Refused(ALREADY_COUNTED) the second time.

    Runs in the transaction of the count: both are kept, or none.
    """
    try:
        with transaction.atomic():
            CountedForm.objects.create(number=form_number, counted_on=timezone.localdate(at))
    except IntegrityError as error:
        if CountedForm.objects.filter(number=form_number).exists():
            raise Refused(CampaignReason.ALREADY_COUNTED) from error
        raise


def freeze(campaign: Campaign, at: datetime) -> None:
    """People act on the strength of what was announced: from now on it changes in public."""
    ActivityTally.objects.get_or_create(activity_id=campaign.pk)
    ActivityTally.objects.filter(activity=campaign.pk, frozen_at=None).update(frozen_at=at)
