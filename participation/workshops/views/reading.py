"""Reading a workshop: its meetings, one of them, what was noted there."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ... import rules as core_rules
from ...models import Activity
from ...stories import time_taken
from ...views.reading import activity_context, contribution_context, page_or_404, pager, trail
from .. import queries, rules
from ..enums import MeetingTime
from ..forms.filters import WORTH_FILTERING, MeetingFilterForm
from ..queries.listing import MeetingFilters, departments_of, meeting_page
from ..queries.outcomes import outcomes_of
from .parts import found_meeting, found_workshop


@require_safe
def workshop(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The workshop: promise, steps, figures, its meetings with their filters."""
    found = found_workshop(activity)
    at = timezone.now()
    figures = queries.figures_of(found, at)
    asked = MeetingFilterForm(request.GET, departments=departments_of(found))
    default = MeetingTime.COMING if figures.coming else MeetingTime.PAST
    filters = asked.filters(default)
    page = page_or_404(
        lambda: meeting_page(found, filters, request.user, at, request.GET.get("suite"))
    )
    context = {
        **activity_context(found, request.user, at),
        "figures": figures,
        "next_open": queries.next_open(found, request.user, at),
        "form": asked,
        "is_long": figures.coming + figures.held >= WORTH_FILTERING,
        "filters": filters,
        "page_of_meetings": page,
        "pager": pager(page, lambda cursor: f"{found.url}{filters.query(suite=cursor)}#reunions"),
        "times": _times(found, filters),
    }
    return render(request, "workshops/workshop.html", context)


def _times(activity: Activity, filters: MeetingFilters) -> list[tuple[str, str, bool]]:
    """To come and past: words, address, whether it is the one shown."""
    return [
        (str(time.label), f"{activity.url}?quand={time.value}#reunions", time == filters.time)
        for time in MeetingTime
    ]


@require_safe
def meeting(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One meeting: when, where, access, seats; then minutes, decisions, what was noted."""
    of = found_workshop(activity)
    found = found_meeting(request, of, number)
    at = timezone.now()
    decision = core_rules.may_contribute(of, request.user, at)
    context = {
        "activity": of,
        "meeting": found,
        "at": at,
        "is_over": found.is_over(at),
        "decision": decision if not decision else rules.may_register(found, at),
        "ends_at": rules.registration_ends_at(found),
        "outcomes": outcomes_of(found, request.user),
        "notes": queries.notes_of(found),
        "social_title": found.title,
        "breadcrumbs": trail(of, (found.title, None)),
    }
    return render(request, "workshops/meeting.html", context)


@require_safe
def note(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One contribution noted in a meeting: its text, its story, the answer of the city."""
    of = found_workshop(activity)
    found: Any = getattr(request, "previewed", None) or queries.citable_note(of, number)
    if found is None:
        raise Http404
    at = timezone.now()
    held = getattr(found.specific, "meeting", None)
    context = {
        **contribution_context(of, found, at),
        "contribution": found,
        "meeting": held if held is not None and held.is_public else None,
        "taken": time_taken(found),
        "breadcrumbs": trail(of, (_("No. %(number)s") % {"number": number}, None)),
    }
    return render(request, "workshops/note.html", context)
