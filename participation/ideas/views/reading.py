"""Reading a call for ideas: the call and its list, one idea."""

import hashlib
import hmac
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.throttle import client_key

from ... import rules
from ...models import Activity, Contribution
from ...stories import time_taken
from ...views.reading import activity_context, contribution_context, page_or_404, pager, trail
from ..forms.filters import FilterForm
from ..queries.listing import (
    RANDOM,
    SEEDS,
    IdeaFilters,
    counted_ideas,
    facets_of,
    idea_page,
)
from ..queries.one import citable_idea, grouped_under, neighbours
from .parts import found_call


@require_safe
def consultation(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The call: promise, steps, list of ideas with its filters."""
    call = found_call(activity)
    at = timezone.now()
    facets = facets_of(call)
    asked = FilterForm(request.GET, facets=facets)
    filters = asked.filters()
    if filters.order == RANDOM and filters.seed is None:
        return _at_random(request, call, filters)
    ideas, found = counted_ideas(call, filters, facets)
    page = page_or_404(lambda: idea_page(ideas, filters, request.GET.get("suite")))
    context = {
        **activity_context(call, request.user, at),
        "decision": rules.may_contribute(call, request.user, at),
        "form": FilterForm(initial=filters.asked, facets=facets),
        "filters": filters,
        "chosen": asked.chosen(filters),
        "found": found,
        "page_of_ideas": page,
        "pager": pager(page, lambda cursor: f"{call.url}{filters.query(suite=cursor)}#idees"),
    }
    return render(request, "ideas/consultation.html", context)


def _at_random(request: HttpRequest, call: Activity, filters: IdeaFilters) -> HttpResponse:
    """Leads to the order of this visitor and day; the answer is for nobody else."""
    drawn = hmac.new(
        settings.SECRET_KEY.encode(), f"order:{client_key(request)}".encode(), hashlib.sha256
    )
    seed = int.from_bytes(drawn.digest()[:8], "big") % SEEDS
    response = HttpResponseRedirect(call.url + filters.seeded(seed).query())
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def idea(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One idea: its story, text and answer; a grouped one says under which it stands."""
    call = found_call(activity)
    found = getattr(request, "previewed", None) or citable_idea(call, number)
    if found is None:
        raise Http404
    at = timezone.now()
    context = {
        **contribution_context(call, found, at),
        "idea": found,
        "taken": time_taken(found),
        "grouped": grouped_under(found),
        "neighbours": neighbours(found),
        "share": _share(request, found),
        "social_title": found.title,
        "breadcrumbs": trail(call, (_("Idea no. %(number)s") % {"number": number}, None)),
    }
    return render(request, "ideas/idea.html", context)


def _share(request: HttpRequest, idea: Contribution) -> dict[str, Any]:
    """The address to copy, and a mail that holds it: no third party, nobody's data."""
    address = request.build_absolute_uri(idea.url)
    subject = _("Idea no. %(number)s: %(title)s") % {"number": idea.number, "title": idea.title}
    return {"address": address, "mail": f"mailto:?subject={quote(subject)}&body={quote(address)}"}
