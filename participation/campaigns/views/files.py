"""What programs read of a campaign: its figures, its testimonies, its dates."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.icalendar import CONTENT_TYPE, CalendarEvent, calendar_file
from portal.tables import write_csv

from ...models import Activity
from ...views.exporting import named, open_answer
from ..blocks import CampaignDate
from ..exports import COLUMNS, records
from .parts import found_campaign


@require_safe
def figures_csv(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """The figures as CSV."""
    campaign = found_campaign(activity)
    rows = (list(line.values()) for line in records(campaign))
    response = HttpResponse(write_csv(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    return named(response, campaign, "chiffres", "csv")


@require_safe
def figures_json(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The same as JSON."""
    campaign = found_campaign(activity)
    document = {
        "activity": {
            "title": campaign.title,
            "url": settings.WAGTAILADMIN_BASE_URL + campaign.url,
        },
        "columns": COLUMNS,
        "figures": list(records(campaign)),
    }
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


@require_safe
def testimonies_csv(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """The published testimonies, as the core gives contributions."""
    return open_answer(request, activity, "csv")


@require_safe
def testimonies_json(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """The same as JSON."""
    return open_answer(request, activity, "json")


@require_safe
def diary(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The dates of the campaign for one's diary."""
    campaign = found_campaign(activity)
    base = settings.WAGTAILADMIN_BASE_URL
    host = urlsplit(base).hostname or "localhost"
    url = f"{base}{campaign.url}#dates"
    events = [_event(one, host, url) for one in campaign.announced]
    return HttpResponse(
        calendar_file(events, name=campaign.title, at=timezone.now()),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'inline; filename="{campaign.slug}.ics"'},
    )


def _event(one: CampaignDate, host: str, url: str) -> CalendarEvent:
    return CalendarEvent(
        uid=f"{one.uid}@{host}",
        title=one.title,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        place=one.place,
        text=one.note,
        url=url,
    )
