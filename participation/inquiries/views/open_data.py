"""The register as open data, and the dates of the procedure for one's diary."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.icalendar import CONTENT_TYPE, CalendarEvent, calendar_file

from ...models import Activity
from ...views.exporting import TYPES, named
from ..exports import csv_pieces, json_pieces
from .parts import found_inquiry


def _answer(request: HttpRequest, activity: Activity, kind: str) -> HttpResponseBase:
    inquiry = found_inquiry(activity)
    base = settings.WAGTAILADMIN_BASE_URL
    if request.method == "HEAD":
        # Nobody reads the rows: none is asked for.
        return named(HttpResponse(content_type=TYPES[kind]), inquiry, "observations", kind)
    pieces = csv_pieces(inquiry, base) if kind == "csv" else json_pieces(inquiry, base)
    response = StreamingHttpResponse(pieces, content_type=TYPES[kind])
    return named(response, inquiry, "observations", kind)


@require_safe
def observations_csv(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """As CSV."""
    return _answer(request, activity, "csv")


@require_safe
def observations_json(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """As JSON."""
    return _answer(request, activity, "json")


@require_safe
def diary(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The permanences and public meetings, as a diary may follow them."""
    inquiry = found_inquiry(activity)
    base = settings.WAGTAILADMIN_BASE_URL
    host = urlsplit(base).hostname or "localhost"
    events = [
        CalendarEvent(
            uid=f"procedure-{inquiry.pk}-{one.pk}@{host}",
            title=f"{one.get_kind_display()} – {inquiry.title}",
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=one.place,
            text=one.note,
            url=base + inquiry.url,
            is_cancelled=False,
        )
        for one in sorted(inquiry.sessions.all(), key=lambda one: one.starts_at)
    ]
    return HttpResponse(
        calendar_file(events, name=inquiry.title, at=timezone.now()),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'inline; filename="{inquiry.slug}.ics"'},
    )
