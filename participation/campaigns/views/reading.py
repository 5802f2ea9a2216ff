"""Reading a campaign: its page, its testimonies, its poster."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.cms.keyset import BadCursor

from ... import rules as core_rules
from ...models import Activity
from ...queries.processes import processes_of
from ...stories import story
from .. import rules
from ..queries.figures import follow_up_figures, pledge_figures, stored_figures
from ..queries.testimonies import citable_testimony, testimony_page
from .parts import found_campaign, trail


@require_safe
def campaign(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Messages, pledges, quiz, dates, resources; later what was kept up, and the outcome."""
    found = found_campaign(activity)
    at = timezone.now()
    try:
        page = testimony_page(found, request.GET.get("suite"))
    except BadCursor as error:
        raise Http404 from error
    pledges = pledge_figures(found)
    outcomes = list(found.outcomes.all())
    cursors = {"previous": page.previous_cursor, "next": page.next_cursor}
    context = {
        "activity": found,
        "at": at,
        "state": found.state(at),
        "pledges": pledges,
        "pledged": sum(one.count for one in pledges),
        "follow_up": [one for one in follow_up_figures(found) if one.total],
        "asks": rules.follow_up_window(found, timezone.localdate(at)),
        "dates": found.announced,
        "testimonies": page.items,
        "pager": {
            name: f"{found.url}?suite={cursor}#temoignages" if cursor else ""
            for name, cursor in cursors.items()
        },
        "outcome": outcomes[0] if outcomes else None,
        "outcomes_before": outcomes[1:],
        "kept": stored_figures(outcomes[0].figures) if outcomes else None,
        "amendments": list(found.amendments.all()) if core_rules.is_frozen(found) else [],
        "processes": processes_of(found, request.user),
        "social_title": found.title,
        "social_description": found.introduction,
        "breadcrumbs": trail(found),
    }
    return render(request, "campaigns/campaign.html", context)


@require_safe
def testimony(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One testimony at its own address."""
    of = found_campaign(activity)
    found = getattr(request, "previewed", None) or citable_testimony(of, number)
    if found is None:
        raise Http404
    at = timezone.now()
    kept = found.merged_into if found.merged_into and found.merged_into.is_citable else None
    context = {
        "activity": of,
        "testimony": found,
        "kept": kept,
        "canonical_path": kept.url if kept else found.url,
        "steps": story(found, at),
        "social_title": found.say("number"),
        "breadcrumbs": trail(of, (found.say("number"), None)),
    }
    return render(request, "campaigns/testimony.html", context)


@require_safe
def poster(request: HttpRequest, activity: Activity) -> HttpResponse:
    """One page to print and put up: the messages, the pledges, the address."""
    found = found_campaign(activity)
    context = {
        "activity": found,
        "at": timezone.now(),
        "address": request.build_absolute_uri(found.url),
        "dates": found.announced,
        "breadcrumbs": trail(found, (_("Poster"), None)),
    }
    return render(request, "campaigns/poster.html", context)
