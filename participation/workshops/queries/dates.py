"""The meetings of workshops in the one calendar."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.agenda import DatedThing

from ..models import Meeting

KIND, LABEL = "reunions", _("Meetings")


def meeting_dates(request: HttpRequest, since: datetime, until: datetime) -> Iterator[DatedThing]:
    """The published meetings of this span that this reader may see, by one query."""
    found = Meeting.objects.visible_to(request.user)
    found = found.filter(starts_at__gte=since, starts_at__lt=until).select_related("workshop")
    for meeting in found.order_by("starts_at", "pk"):
        yield DatedThing(
            uid=f"atelier-{meeting.pk}",
            kind=KIND,
            label=LABEL,
            title=meeting.title,
            url=meeting.url,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            place=meeting.where,
            note=meeting.workshop.title,
            is_cancelled=meeting.is_cancelled,
            activity_id=meeting.workshop_id,
        )
