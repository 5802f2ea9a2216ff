"""The calendar of everything, as a page and for diaries."""

from datetime import datetime, time
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.agenda import PROCESS, DatedThing
from portal.icalendar import CONTENT_TYPE, CalendarEvent, calendar_file

from ..queries.agenda import AgendaFilters, agenda, announced, month_of, months_around, processes


def _filters(request: HttpRequest, at: datetime) -> AgendaFilters:
    asked = request.GET.get(PROCESS, "")
    found = [page for page in processes() if page.slug == asked] if asked else []
    return AgendaFilters(
        month=month_of(request.GET.get("mois", ""), at),
        kind=request.GET.get("type", "")[:20],
        process=found[0] if found else None,
    )


def _query(filters: AgendaFilters, **changes: str) -> str:
    asked = {
        "mois": f"{filters.month:%Y-%m}",
        "type": filters.kind,
        PROCESS: filters.process.slug if filters.process else "",
        **changes,
    }
    return urlencode({name: value for name, value in asked.items() if value})


@require_safe
def agenda_page(request: HttpRequest) -> HttpResponse:
    """A month of everything that has a date, day by day."""
    at = timezone.now()
    filters = _filters(request, at)
    found = agenda(request, filters, at)
    context = {
        "agenda": found,
        "filters": filters,
        "today": timezone.localdate(at),
        "months": months_around(found.month),
        "processes": processes(),
        "kinds": found.kinds,
        "diary_query": _query(filters, mois=""),
        "previous_url": f"?{_query(filters, mois=f'{found.previous:%Y-%m}')}",
        "next_url": f"?{_query(filters, mois=f'{found.next:%Y-%m}')}",
        "following_url": f"?{_query(filters, mois=f'{found.following.day:%Y-%m}')}"
        if found.following
        else "",
        "breadcrumbs": [(_("Home"), "/"), (_("Calendar"), None)],
    }
    return render(request, "home/agenda.html", context)


@require_safe
def agenda_diary(request: HttpRequest) -> HttpResponse:
    """The same for a diary: the last two months, and all that is announced for a year."""
    at = timezone.now()
    base = request.build_absolute_uri("/").rstrip("/")
    host = request.get_host().partition(":")[0]
    events = [_event(thing, base, host) for thing in announced(request, _filters(request, at), at)]
    return HttpResponse(
        calendar_file(events, name=_("Calendar"), at=at),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": 'inline; filename="calendrier.ics"'},
    )


def _event(thing: DatedThing, base: str, host: str) -> CalendarEvent:
    starts_at = thing.starts_at
    if not isinstance(starts_at, datetime):
        # A day without an hour: noon falls on that day wherever the diary is read in Europe.
        starts_at = timezone.make_aware(datetime.combine(starts_at, time(12)))
    return CalendarEvent(
        uid=f"{thing.uid}@{host}",
        title=thing.title,
        starts_at=starts_at,
        ends_at=thing.ends_at,
        place=thing.place,
        text=thing.note,
        url=base + thing.url,
        is_cancelled=thing.is_cancelled,
    )
