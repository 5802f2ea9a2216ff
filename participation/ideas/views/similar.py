"""What resembles the title being typed: a piece of page, fetched while somebody writes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.throttle import client_key, take

from ...models import Activity
from ...queries.similar import similar
from .. import rules
from .parts import found_call

_HOUR = 3600


@require_safe
@never_cache
def similar_ideas(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Ideas, answers and commitments that already say it; empty when there is none."""
    call = found_call(activity)
    # A title that is too long is refused by the form; its beginning is enough to compare.
    title = request.GET.get("titre", "")[: rules.TITLE_MAXIMUM]
    calm = take("similar", client_key(request), limit=settings.SIMILAR_LIMIT, seconds=_HOUR)
    context = {
        "activity": call,
        "similar": similar(title, user=request.user, at=timezone.now()) if calm else None,
        "asked": False,
    }
    return render(request, "ideas/includes/similar.html", context, status=200 if calm else 429)
