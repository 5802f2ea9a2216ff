"""The permanences and public meetings of procedures in the one calendar."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.accounts.rules import readable_audiences
from portal.agenda import DatedThing

from ..models import InquirySession

KIND, LABEL = "permanences", _("Permanences and meetings of regulated consultations")


def session_dates(request: HttpRequest, since: datetime, until: datetime) -> Iterator[DatedThing]:
    """Those of this span in announced procedures that this reader may see, by one query."""
    found = InquirySession.objects.filter(
        inquiry__live=True,
        inquiry__visibility__in=readable_audiences(request.user),
        inquiry__register__announced_at__isnull=False,
        starts_at__gte=since,
        starts_at__lt=until,
    )
    for one in found.select_related("inquiry").order_by("starts_at", "pk"):
        yield DatedThing(
            uid=f"procedure-{one.inquiry_id}-{one.pk}",
            kind=KIND,
            label=LABEL,
            title=str(one.get_kind_display()),
            url=one.inquiry.url,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=one.place,
            note=one.inquiry.title,
            activity_id=one.inquiry_id,
        )
