"""The dates of campaigns in the one calendar: their own, the question asked later, the outcome."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

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


@dataclass(frozen=True)
class CampaignDate:
    """One date of the editor, as pages and calendars show it."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str
    note: str

    def is_over(self, at: datetime) -> bool:
        """Whether it is past: its end, or the day after its beginning."""
        return (self.ends_at or self.starts_at + timedelta(hours=12)) <= at


def dates_of(campaign: Campaign) -> list[CampaignDate]:
    """The dates of a campaign, in order; without a query."""
    found = [_date(campaign, one) for one in campaign.dates]
    return sorted(found, key=lambda one: (one.starts_at, one.title))


def _date(campaign: Campaign, block: Any) -> CampaignDate:
    value = block.value
    return CampaignDate(
        uid=f"campagne-{campaign.pk}-{block.id}",
        title=value["title"],
        starts_at=_aware(value["starts_at"]),
        ends_at=_aware(value["ends_at"]) if value["ends_at"] else None,
        place=value["place"] or "",
        note=value["note"] or "",
    )


def _aware(moment: datetime) -> datetime:
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def campaign_dates(request: HttpRequest, since: datetime, until: datetime) -> Iterator[DatedThing]:
    """What campaigns announce in this span, to those who may read them, by one query."""
    near = Q(opens_at__lt=until + _AROUND, closes_at__gte=since - _AROUND)
    found = Campaign.objects.visible_to(request.user).filter(near)
    for campaign in found.order_by("opens_at", "pk"):
        for one in dates_of(campaign):
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
