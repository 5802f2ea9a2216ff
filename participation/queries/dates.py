"""The openings and ends of activities in the one calendar."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agenda import DatedThing

from ..models import Activity

KIND, LABEL = "participer", gettext_lazy("Openings and ends")


def activity_dates(request: HttpRequest, since: datetime, until: datetime) -> Iterator[DatedThing]:
    """What opens or ends in this span among the activities this reader may see, by one query.

    An activity older than the portal has no day of its own.
    """
    within = Q(opens_at__gte=since, opens_at__lt=until) | Q(
        closes_at__gte=since, closes_at__lt=until
    )
    found = Activity.objects.visible_to(request.user).filter(within, period_label="")
    for activity in found.order_by("opens_at", "pk"):
        if activity.mechanism is None:
            continue
        moments = {"ouverture": (activity.opens_at, _("Opens: %(title)s"))}
        moments["fin"] = (activity.closes_at, _("Ends: %(title)s"))
        for name, (moment, words) in moments.items():
            if since <= moment < until:
                yield DatedThing(
                    uid=f"activite-{activity.pk}-{name}",
                    kind=KIND,
                    label=LABEL,
                    title=words % {"title": activity.title},
                    url=activity.url,
                    starts_at=moment,
                    note=str(activity.mechanism.label),
                    activity_id=activity.pk,
                )
