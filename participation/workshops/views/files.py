"""What programs read of a workshop: diaries, and open data of its meetings and notes."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.icalendar import CONTENT_TYPE, calendar_file
from portal.tables import write_csv

from ...models import Activity
from ...views.exporting import open_answer
from ..exports import COLUMNS, records
from ..models import Meeting
from ..notifications import event_of
from .parts import found_meeting, found_workshop


def _diary(meetings: list[Meeting], name: str, filename: str) -> HttpResponse:
    events = [event_of(meeting) for meeting in meetings]
    return HttpResponse(
        calendar_file(events, name=name, at=timezone.now()),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'inline; filename="{filename}.ics"'},
    )


@require_safe
def meeting_diary(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One meeting for one's diary, without the online address."""
    found = found_meeting(request, found_workshop(activity), number)
    return _diary([found], found.title, f"{activity.slug}-{number}")


@require_safe
def workshop_diary(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Every meeting of the workshop, past ones too, as a diary may follow it."""
    of = found_workshop(activity)
    meetings = list(Meeting.objects.visible_to(request.user).filter(workshop=of))
    for meeting in meetings:
        meeting.workshop = of
    return _diary(meetings, of.title, of.slug)


@require_safe
def meetings_csv(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The meetings as CSV; several decisions are separated by line ends."""
    of = found_workshop(activity)
    base = request.build_absolute_uri("/").rstrip("/")
    rows = (
        ["\n".join(value) if isinstance(value, list) else value for value in line.values()]
        for line in records(of, base)
    )
    response = HttpResponse(write_csv(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="reunions-{of.slug}.csv"'
    return response


@require_safe
def meetings_json(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The same as JSON."""
    of = found_workshop(activity)
    base = request.build_absolute_uri("/").rstrip("/")
    document = {
        "activity": {"title": of.title, "url": base + of.url},
        "columns": COLUMNS,
        "meetings": list(records(of, base)),
    }
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


@require_safe
def notes_csv(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """What was noted in the meetings and published, as the core gives contributions."""
    return open_answer(request, activity, "csv")


@require_safe
def notes_json(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """The same as JSON."""
    return open_answer(request, activity, "json")
