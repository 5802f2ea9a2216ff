"""What the pages of a campaign share: the way from the home page, the campaign, its refusals."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal.decisions import Decision

from ... import rules as core_rules
from ...models import Activity
from ...views.reading import trail
from .. import queries
from ..models import Campaign

# What one connection may send in an hour where nothing is kept of who: a school or a town hall
# shares one.
PRESSES, HOUR = 300, 3600


def found_campaign(activity: Activity) -> Campaign:
    """The campaign that this activity is."""
    found = queries.campaign_of(activity.slug)
    if found is None:
        raise Http404
    return found


def refusal(
    request: HttpRequest, campaign: Campaign, decision: Decision, title: str, *, typed: str = ""
) -> HttpResponse:
    """Why nothing can be sent now, with the text typed so that it can be copied."""
    context: dict[str, Any] = {
        "activity": campaign,
        "decision": decision,
        "page_title": title,
        "typed": typed.strip()[:20_000],
        "sign_in": core_rules.would_signing_in_help(decision, request.user),
        "breadcrumbs": trail(campaign, (title, None)),
    }
    return render(request, "campaigns/closed.html", context, status=403)
