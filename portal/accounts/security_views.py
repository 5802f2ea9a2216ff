"""What protects an account, seen by its person: second factor of staff, open sessions, codes."""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from . import open_sessions
from .models import User
from .second_factors import NEXT_KEY, guarded_decision


@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Explains what the admin asks, leads to it, then brings the person back where they went."""
    asked = request.GET.get("next", "")
    if asked and _is_ours(request, asked):
        request.session[NEXT_KEY] = asked
    decision = guarded_decision(request)
    if decision:
        return redirect(request.session.pop(NEXT_KEY, None) or _home_of(request))
    back = reverse("account_second_factor")
    methods = [
        {**method, "url": f"{method['url']}?next={back}"}
        for method in get_adapter().get_reauthentication_methods(request.user)
        if str(method["id"]).startswith("mfa")
    ]
    context = {"reason": decision.reason, "methods": methods}
    return render(request, "accounts/second_factor.html", context)


def _is_ours(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )


def _home_of(request: HttpRequest) -> str:
    address: str = get_adapter().get_login_redirect_url(request)
    return address


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """The browsers signed in to this account, this one marked."""
    context = {
        "sessions": open_sessions.of(cast(User, request.user)),
        "current": request.session.session_key,
        "days": settings.SESSION_COOKIE_AGE // (24 * 3600),
    }
    return render(request, "accounts/sessions.html", context)


@login_required
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Signs out of one other browser (`session`), or of all the others."""
    person, current = cast(User, request.user), request.session.session_key
    chosen = request.POST.get("session", "")
    if chosen.isdecimal():
        ended = int(open_sessions.end(user=person, pk=int(chosen), current=current))
    else:
        ended = open_sessions.end_others(user=person, current=current)
    said = ngettext("Signed out of %(count)d browser.", "Signed out of %(count)d browsers.", ended)
    messages.success(request, said % {"count": ended})
    return redirect("account_sessions")


class RecoveryCodesFile(DownloadRecoveryCodesView):
    """The recovery codes as a file with a French name."""

    def render_to_response(self, context: dict[str, object], **kwargs: object) -> TemplateResponse:
        response: TemplateResponse = super().render_to_response(context, **kwargs)
        response["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
        return response
