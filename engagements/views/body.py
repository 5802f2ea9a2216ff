"""The meetings of the follow-up body: their pages, their diary."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.icalendar import CONTENT_TYPE, calendar_file

from ..exports import meeting_events
from ..models import BodyMeeting, FollowUpBodyPage
from ..queries.body import HELD_FOR, body_page_for, meeting_of, meetings_to_come


def _found(request: HttpRequest, slug: str) -> tuple[FollowUpBodyPage, BodyMeeting]:
    """The page of the body and its meeting; 404 for what this reader may not read."""
    page = body_page_for(request)
    meeting = meeting_of(slug) if page else None
    if page is None or meeting is None:
        raise Http404
    return page, meeting


@require_safe
def meeting_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one meeting: agenda, then minutes and attendance."""
    page, meeting = _found(request, slug)
    is_coming = meeting.starts_at >= timezone.now() - HELD_FOR
    way = [(label, address or page.url) for label, address in page.breadcrumbs]
    context = {
        "page": page,
        "meeting": meeting,
        "is_coming": is_coming,
        "breadcrumbs": [*way, (meeting.title, None)],
    }
    return render(request, "engagements/meeting.html", context)


@require_safe
def meeting_diary(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting as a file for one's diary."""
    _page, meeting = _found(request, slug)
    return _diary(request, [meeting], name=meeting.title)


@require_safe
def meetings_diary(request: HttpRequest) -> HttpResponse:
    """Every meeting to come, as a file that a diary may follow."""
    page = body_page_for(request)
    if page is None:
        raise Http404
    return _diary(request, meetings_to_come(timezone.now()), name=page.title)


def _diary(request: HttpRequest, meetings: list[BodyMeeting], *, name: str) -> HttpResponse:
    events = meeting_events(meetings, site=request.build_absolute_uri("/"))
    text = calendar_file(events, name=name, at=timezone.now())
    return HttpResponse(
        text,
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": 'inline; filename="reunions.ics"'},
    )
