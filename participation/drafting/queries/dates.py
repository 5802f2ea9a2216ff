"""The versions of texts in the one calendar."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.rules import readable_audiences
from portal.agenda import DatedThing

from ..models import TextVersion

KIND, LABEL = "versions", gettext_lazy("Versions of texts")


def version_dates(request: HttpRequest, since: datetime, until: datetime) -> Iterator[DatedThing]:
    """The versions published in this span that this reader may see, by one query."""
    found = TextVersion.objects.filter(
        drafting__live=True,
        drafting__visibility__in=readable_audiences(request.user),
        published_at__gte=since,
        published_at__lt=until,
    )
    for version in found.select_related("drafting").order_by("published_at", "pk"):
        told = {"title": version.drafting.title, "number": version.number}
        yield DatedThing(
            uid=f"version-{version.pk}",
            kind=KIND,
            label=LABEL,
            title=_("%(title)s: version %(number)s") % told,
            url=version.url,
            starts_at=version.published_at,
            note=version.note,
            activity_id=version.drafting_id,
        )
