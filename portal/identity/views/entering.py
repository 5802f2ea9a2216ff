"""To a provider and back: the two ends of a sign-in, and of linking an identity to an account."""

from datetime import datetime
from typing import cast

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.decisions import Refused
from portal.throttle import client_key, take

from .. import evidence, pending
from ..actions import link_identity
from ..configuration import client_of
from ..enums import Process, Reason
from ..provider import IdentityProvider
from .refusals import refused

# What providers say when a person stops, and when they are in trouble (OAuth 2.0, 4.1.2.1).
_ERRORS = {
    "access_denied": Reason.CANCELLED,
    "server_error": Reason.PROVIDER_DOWN,
    "temporarily_unavailable": Reason.PROVIDER_DOWN,
}


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Leaves for a provider to sign in. Only by a form: an address typed or sent leads nowhere."""
    return _leave(request, provider_id, Process.ENTER)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Leaves for a provider to link an identity to the account, soon after signing in."""
    if request.method == "POST" and not evidence.proved_recently(request, at=timezone.now()):
        messages.warning(request, _("For this, first confirm that it is you."))
        return redirect("socialaccount_connections")
    return _leave(request, provider_id, Process.LINK)


@never_cache
@require_http_methods(["GET"])
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where a provider sends the person back. Nothing is believed before it was verified."""
    provider, at = _provider(request, provider_id), timezone.now()
    asked = request.GET
    try:
        gone = pending.come_back(request.session, asked.get("state", ""), provider_id, at=at)
        if gone.process == Process.LINK and request.user.pk != gone.user:
            raise Refused(Reason.SESSION_CHANGED)
        provider.check_issuer(asked.get("iss"))
        if "error" in asked:
            raise Refused(_ERRORS.get(asked["error"], Reason.PROVIDER_REFUSED))
        login = provider.login_from(request, asked.get("code", ""), gone, at=at)
        if gone.process == Process.LINK:
            return _linked(request, login, at)
    except Refused as refusal:
        return refused(request, provider_id, refusal.reason, at=at)
    return cast(HttpResponse, complete_social_login(request, login))


def _leave(request: HttpRequest, provider_id: str, process: Process) -> HttpResponse:
    provider, at = _provider(request, provider_id), timezone.now()
    if request.GET:
        # Such as ?scope= or ?process=: nothing of a sign-in is taken from an address.
        return refused(request, provider_id, Reason.PARAMETER_UNEXPECTED, at=at)
    if request.method == "GET":
        return redirect("account_login")
    key, limit = client_key(request), settings.IDENTITY_LIMIT
    if not take("identity", key, limit=limit, seconds=3600):
        return refused(request, provider_id, Reason.TOO_MANY, at=at)
    try:
        return provider.redirect(request, process, request.POST.get("next", ""), at=at)
    except Refused as refusal:
        return refused(request, provider_id, refusal.reason, at=at)


def _linked(request: HttpRequest, login: SocialLogin, at: datetime) -> HttpResponse:
    found = evidence.attached(login)
    if found is None or not isinstance(request.user, User):
        raise Refused(Reason.SESSION_CHANGED)
    link_identity(user=request.user, provider=found.provider, subject=found.subject, at=at)
    evidence.remember(request, found)
    messages.success(request, _("From now on, this identity opens your account."))
    return redirect("socialaccount_connections")


def _provider(request: HttpRequest, provider_id: str) -> IdentityProvider:
    """The provider, when the city configured it: otherwise its addresses do not exist."""
    if client_of(provider_id) is None:
        raise Http404
    return cast(IdentityProvider, get_adapter(request).get_provider(request, provider_id))
