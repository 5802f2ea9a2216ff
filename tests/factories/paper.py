"""Papers as they come in: coupons printed, entries keyed in by one officer."""

from typing import Any

from participation.actions import key_in, make_batch
from participation.enums import Channel
from participation.models import Activity, Coupon, PaperEntry
from tests.factories.participation import IdeaConsultationFactory
from tests.support import clock


def printed_coupons(call: Activity | None = None, count: int = 1) -> list[Coupon]:
    """Numbered coupons of one batch, none of which came back."""
    activity = call or IdeaConsultationFactory.create()
    batch = make_batch(
        activity=activity, count=count, label="Accueil", made_by=None, at=clock.during(activity)
    )
    return list(batch.coupons.all())


def keyed_entry(call: Activity | None = None, **fields: Any) -> PaperEntry:
    """What one person keyed in, today, and nobody verified."""
    activity = call or IdeaConsultationFactory.create()
    given = {
        "channel": Channel.PAPER,
        "received_on": clock.NOW.date(),
        "keyed_by": None,
        "at": clock.NOW,
        "title": "Planter des arbres",
        "text": "Il fait trop chaud sur la place en été.",
        **fields,
    }
    return key_in(activity=activity, **given)
