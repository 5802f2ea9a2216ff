"""What went wrong at a provider, and what to do: an event first, then a page of its own address."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.throttle import client_key, take

from ..actions import note_refusal
from ..configuration import client_of
from ..enums import Kind, ProviderId, Reason
from ..rules import kind_of

_STATUS = {Kind.CANCELLED: 200, Kind.EXPIRED: 400, Kind.DOWN: 503, Kind.BUSY: 429}


def refused(
    request: HttpRequest, provider: str, reason: str, *, at: datetime
) -> HttpResponseRedirect:
    """Keeps the refusal and leads to its page.

    Elsewhere than where the answer came: its address holds a code, which must not stand in the
    history, in a form or in what the browser tells the next page.
    """
    note(request, provider, reason, at=at)
    response = HttpResponseRedirect(reverse("identity_refused", args=[provider, Reason(reason)]))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def note(request: HttpRequest, provider: str, reason: str, *, at: datetime) -> None:
    """Keeps the event; of a flood from one connection, the beginning only."""
    user = request.user if isinstance(request.user, User) else None
    limit = settings.IDENTITY_LIMIT
    if take("identity-refused", client_key(request), limit=limit, seconds=3600):
        note_refusal(provider=provider, reason=reason, user=user, at=at)


@never_cache
@require_safe
def refusal(request: HttpRequest, provider_id: str, reason: str) -> HttpResponse:
    """The page of a reason; reading it does nothing."""
    if client_of(provider_id) is None or reason not in Reason.values:
        raise Http404
    kind = kind_of(reason)
    context = {
        "kind": kind,
        "provider": ProviderId(provider_id),
        "reason": Reason(reason),
        "may_try_again": kind not in {Kind.EMPLOYER, Kind.LINKED},
    }
    return render(request, "identity/refused.html", context, status=_STATUS.get(kind, 403))
