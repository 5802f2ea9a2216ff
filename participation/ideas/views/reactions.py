"""What supports, comments and reports share: the idea they are about, and the word of a refusal."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal.decisions import Decision

from ... import rules
from ...models import Activity, Contribution
from ...queries.reactions import published_contribution
from .parts import trail


def found_idea(activity: Activity, number: int) -> Contribution:
    """The published idea of this number; 404 for any other, so that none is guessed."""
    found = published_contribution(activity.pk, number)
    if found is None:
        raise Http404
    return found


def reaction_page(idea: Contribution, label: str, **more: Any) -> dict[str, Any]:
    """The context of a page about an idea, with the way to it."""
    here = (idea.say("number"), idea.url)
    return {
        "activity": idea.activity,
        "idea": idea,
        "contribution": idea,
        "label": label,
        "breadcrumbs": trail(idea.activity, here, (label, None)),
        **more,
    }


def refusal(
    request: HttpRequest, idea: Contribution, label: str, decision: Decision, *, typed: str = ""
) -> HttpResponse:
    """Why this cannot be done now, with what was typed so that it can be copied."""
    context = reaction_page(
        idea,
        label,
        message=decision.reason.label if decision.reason else "",
        typed=typed[:20_000],
        sign_in=rules.would_signing_in_help(decision, request.user),
    )
    return render(request, "participation/reaction_refused.html", context, status=403)
