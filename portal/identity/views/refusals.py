"""The page that says what went wrong at a provider, and what to do."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.models import User

from ..actions import note_refusal
from ..enums import Kind, ProviderId, Reason
from ..rules import kind_of

_STATUS = {Kind.CANCELLED: 200, Kind.EXPIRED: 400, Kind.DOWN: 503, Kind.BUSY: 429}


def refused(
    request: HttpRequest, provider: str, reason: str, *, at: datetime
) -> HttpResponse:
    """Keeps the refusal and explains it; the address, which may hold a code, goes no further."""
    user = request.user if isinstance(request.user, User) else None
    note_refusal(provider=provider, reason=reason, user=user, at=at)
    kind = kind_of(reason)
    response = render(
        request,
        "identity/refused.html",
        {
            "kind": kind,
            "provider": ProviderId(provider),
            "reason": Reason(reason),
            "may_try_again": kind not in {Kind.EMPLOYER, Kind.LINKED},
        },
        status=_STATUS.get(kind, 403),
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return response
