"""Signing out here and at the provider: otherwise the next person at a shared computer walks in."""

import hmac
from typing import Any
from urllib.parse import urlencode

from allauth.account.views import LogoutView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.decisions import Refused

from .. import evidence, published
from ..configuration import client_of
from ..enums import Reason
from ..evidence import Evidence
from ..pending import random_word
from .refusals import note

_KEY = "identity_leaving"


class SignOut(LogoutView):
    """allauth's sign-out, which then leads to the provider that opened the session."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        found = evidence.remembered(self.request)
        response: HttpResponse = super().post(*args, **kwargs)
        address = _address(self.request, found) if found else ""
        return HttpResponseRedirect(address) if address else response


@never_cache
@require_http_methods(["GET"])
def signed_out(request: HttpRequest) -> HttpResponse:
    """Where the provider sends the person back; believed only with the state that left."""
    expected = request.session.pop(_KEY, None)
    given = request.GET.get("state", "")
    if expected and hmac.compare_digest(expected["state"].encode(), given.encode()):
        request.session.flush()
        messages.success(request, _("You are signed out, here and there."))
    else:
        provider = expected["provider"] if expected else ""
        reason = Reason.LOGOUT_STATE_WRONG
        note(request, provider, reason, at=timezone.now())
    return HttpResponseRedirect(settings.LOGOUT_REDIRECT_URL)


def _address(request: HttpRequest, found: Evidence) -> str:
    """Where the provider ends its own session; empty when it has no such place, or is down."""
    client = client_of(found.provider)
    if client is None:
        return ""
    try:
        end = published.document(client).get("end_session_endpoint")
    except Refused:
        return ""
    if not end:
        return ""
    state = random_word()
    request.session[_KEY] = {"state": state, "provider": found.provider}
    back = settings.WAGTAILADMIN_BASE_URL + reverse("identity_signed_out")
    asked = {"id_token_hint": found.id_token, "state": state, "post_logout_redirect_uri": back}
    return f"{end}?{urlencode(asked)}"
