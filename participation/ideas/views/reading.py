"""Reading a call for ideas: the call and its list, one idea."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.cms.keyset import BadCursor

from ... import rules
from ...models import Activity
from ...queries.processes import processes_of
from ...stories import story
from .. import queries
from ..forms import FilterForm
from .parts import found_call, trail


@require_safe
def consultation(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The call: promise, steps, list of ideas with its filters."""
    call = found_call(activity)
    at = timezone.now()
    themes = queries.themes_of(call)
    states = queries.state_choices()
    filters = FilterForm(request.GET, themes=themes, states=states).filters()
    form = FilterForm(initial=filters.asked, themes=themes, states=states)
    try:
        page = queries.idea_page(call, filters, request.GET.get("suite"))
    except BadCursor as error:
        raise Http404 from error
    context = {
        "activity": call,
        "state": call.state(at),
        "at": at,
        "decision": rules.may_contribute(call, request.user, at),
        "form": form,
        "filters": filters,
        "page_of_ideas": page,
        "themes": themes,
        "amendments": list(call.amendments.all()) if rules.is_frozen(call) else [],
        "processes": processes_of(call, request.user),
        "breadcrumbs": trail(call),
    }
    return render(request, "ideas/consultation.html", context)


@require_safe
def idea(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One published idea: its story, text and answer."""
    call = found_call(activity)
    found = getattr(request, "previewed", None) or queries.published_idea(call, number)
    if found is None:
        raise Http404
    at = timezone.now()
    context = {
        "activity": call,
        "state": call.state(at),
        "idea": found,
        "steps": story(found, at),
        "neighbours": queries.neighbours(found),
        "breadcrumbs": trail(call, (_("Idea no. %(number)s") % {"number": number}, None)),
    }
    return render(request, "ideas/idea.html", context)
