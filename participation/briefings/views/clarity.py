"""Saying whether the page was clear: without account, counted without identity."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.decisions import Refused
from portal.throttle import client_key

from ...models import Activity
from ...views.reading import trail
from ..actions import say_clarity
from ..enums import Clarity
from ..forms import ClarityForm
from ..models import Briefing
from .parts import found_briefing


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def clarity(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The three answers and a free text; the choice may come from the link (`?avis=`)."""
    briefing = found_briefing(activity)
    if "merci" in request.GET:
        return _page(request, briefing, None)
    if request.method != "POST":
        asked = request.GET.get("avis", "")
        initial = {"opinion": asked} if asked in Clarity.values else {}
        return _page(request, briefing, ClarityForm(initial=initial))
    form = ClarityForm(request.POST)
    if not form.is_valid():
        return _page(request, briefing, form)
    limit, seconds = settings.CONTRIBUTION_LIMIT, settings.CONTRIBUTION_WINDOW_SECONDS
    if not form.take("clarity", client_key(request), limit=limit, seconds=seconds):
        form.add_error(
            None,
            _(
                "Many opinions came from your connection in the last hour. Yours is kept here: "
                "try again later."
            ),
        )
        return _page(request, briefing, form, status=429)
    return _send(request, briefing, form)


def _send(request: HttpRequest, briefing: Briefing, form: ClarityForm) -> HttpResponse:
    given = {name: form.cleaned_data[name] for name in ("opinion", "comment")}
    try:
        say_clarity(briefing=briefing, form_token=form.form_token, at=timezone.now(), **given)
    except Refused as refused:
        form.add_error(None, refused.reason.label)
        return _page(request, briefing, form, status=409)
    return HttpResponseRedirect(f"{request.path}?merci=oui")


def _page(
    request: HttpRequest, briefing: Briefing, form: ClarityForm | None, *, status: int = 200
) -> HttpResponse:
    context = {
        "activity": briefing,
        "form": form,
        "breadcrumbs": trail(briefing, (_("Was it clear?"), None)),
    }
    return render(request, "briefings/clarity.html", context, status=status)
