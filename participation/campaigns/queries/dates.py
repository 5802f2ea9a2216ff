"""The dates of campaigns in the one calendar: their own, the question asked later, the outcome."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agenda import DatedThing

from ..models import Campaign

KIND, LABEL = "campagnes", gettext_lazy("Dates of campaigns")
# A date of a campaign may lie so long before or after the time in which people pledge.
_AROUND = timedelta(days=366)


def campaign_dates(request: HttpRequest, since: datetime, until: datetime) -> Iterator[DatedThing]:
    """What campaigns announce in this span, to those who may read them, by one query."""
    near = Q(opens_at__lt=until + _AROUND, closes_at__gte=since - _AROUND)
    found = Campaign.objects.visible_to(request.user).filter(near)
    for campaign in found.order_by("opens_at", "pk"):
        for one in campaign.announced:
            if since <= one.starts_at < until:
                yield DatedThing(
                    uid=one.uid,
                    kind=KIND,
                    label=LABEL,
                    title=one.title,
                    url=f"{campaign.url}#dates",
                    starts_at=one.starts_at,
                    ends_at=one.ends_at,
                    place=one.place,
                    note=campaign.title,
                    activity_id=campaign.pk,
                )
        yield from _days(campaign, since, until)


def _days(campaign: Campaign, since: datetime, until: datetime) -> Iterator[DatedThing]:
    """The days that have no hour: the question asked later, the outcome promised."""
    days: dict[str, tuple[date | None, str]] = {
        "question": (campaign.follow_up_opens_on, _("Did you keep it up? %(title)s")),
        "bilan": (campaign.answer_by, _("Outcome promised: %(title)s")),
    }
    for name, (day, words) in days.items():
        if day is None or not since <= timezone.make_aware(datetime.combine(day, time.min)) < until:
            continue
        yield DatedThing(
            uid=f"campagne-{campaign.pk}-{name}",
            kind=KIND,
            label=LABEL,
            title=words % {"title": campaign.title},
            url=campaign.url,
            starts_at=day,
            note=str(campaign.mechanism.label) if campaign.mechanism else "",
            activity_id=campaign.pk,
        )
