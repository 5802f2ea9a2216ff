"""Reading a campaign: its page, its testimonies, its poster."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...models import Activity
from ...views.reading import activity_context, contribution_context, page_or_404, pager, trail
from .. import rules
from ..queries.figures import follow_up_figures, pledge_figures, stored_figures
from ..queries.testimonies import citable_testimony, testimony_page
from .parts import found_campaign


@require_safe
def campaign(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Messages, pledges, quiz, dates, resources; later what was kept up, and the outcome."""
    found = found_campaign(activity)
    at = timezone.now()
    page = page_or_404(lambda: testimony_page(found, request.GET.get("suite")))
    pledges = pledge_figures(found)
    outcomes = list(found.outcomes.all())
    context = {
        **activity_context(found, request.user, at),
        "pledges": pledges,
        "pledged": sum(one.count for one in pledges),
        "follow_up": [one for one in follow_up_figures(found) if one.total],
        "asks": rules.follow_up_window(found, timezone.localdate(at)),
        "dates": found.announced,
        "testimonies": page.items,
        "pager": pager(page, lambda cursor: f"{found.url}?suite={cursor}#temoignages"),
        "outcome": outcomes[0] if outcomes else None,
        "outcomes_before": outcomes[1:],
        "kept": stored_figures(outcomes[0].figures) if outcomes else None,
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
    words = " ".join(found.text.split())
    context = {
        **contribution_context(of, found, at),
        "testimony": found,
        # The first words of the text, unless somebody gave it a title of its own.
        "has_title": not words.startswith(found.title.rstrip("…")),
        "social_title": found.say("number"),
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
