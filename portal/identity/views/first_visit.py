"""An identity that nobody knows here: a new account, or one's own, on purpose and never guessed."""

from typing import Any

from allauth.socialaccount.internal.flows.signup import clear_pending_signup, get_pending_signup
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.views import SignupView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.models import User
from portal.decisions import Refused
from portal.throttle import client_key, take

from .. import evidence
from ..actions import ask_reconnection, link_identity
from ..adapters import may_open_accounts
from ..enums import ProviderId, Reason
from ..forms import ReconnectionForm
from .refusals import refused

# Requests to reconnect from one connection within an hour.
_REQUESTS = 5


class FirstVisit(SignupView):
    """Asks everybody the same: the page never tells whether an address has an account."""

    template_name = "identity/first_visit.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if waiting(request) is None:
            return _too_late(request)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_open_accounts(request):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except IntegrityError:  # Sent twice at the same moment: the other one opened the account.
            return _too_late(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        provider = ProviderId(self.sociallogin.account.provider)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "provider": provider,
            "is_open": may_open_accounts(self.request),
            "sign_in_url": f"{reverse('account_login')}?next={reverse('identity_link_waiting')}",
            "reconnection_form": ReconnectionForm() if provider.is_for_agents else None,
        }

    def get_authenticated_redirect_url(self) -> str:
        return reverse("identity_link_waiting")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def link_waiting(request: HttpRequest) -> HttpResponse:
    """Links the identity that waits in this session to the account that was signed in to since."""
    login = waiting(request)
    found = evidence.attached(login)
    if found is None or not isinstance(request.user, User):
        return _too_late(request)
    at = timezone.now()
    if request.method == "GET":
        context = {"provider": ProviderId(found.provider)}
        return render(request, "identity/link.html", context)
    try:
        if not evidence.proved_recently(request, at=at):
            raise Refused(Reason.PROOF_TOO_OLD)
        link_identity(user=request.user, provider=found.provider, subject=found.subject, at=at)
    except Refused as refusal:
        return refused(request, found.provider, refusal.reason, at=at)
    clear_pending_signup(request)
    evidence.remember(request, found)
    messages.success(request, _("From now on, this identity opens your account."))
    return redirect("socialaccount_connections")


@require_POST
def reconnect(request: HttpRequest) -> HttpResponse:
    """Asks an administrator for one's former account; says the same whether it exists or not."""
    found, form = evidence.attached(waiting(request)), ReconnectionForm(request.POST)
    if found is None or not ProviderId(found.provider).is_for_agents:
        return _too_late(request)
    at = timezone.now()
    if not take("identity-reconnection", client_key(request), limit=_REQUESTS, seconds=3600):
        return refused(request, found.provider, Reason.TOO_MANY, at=at)
    if not form.is_valid():
        context = {"provider": ProviderId(found.provider), "form": form}
        return render(request, "identity/reconnection.html", context)
    email = form.cleaned_data["former_email"]
    ask_reconnection(provider=found.provider, subject=found.subject, email=email, at=at)
    clear_pending_signup(request)
    return render(request, "identity/reconnection_sent.html")


def waiting(request: HttpRequest) -> SocialLogin | None:
    """The verified identity that waits for the person's choice, while it is recent."""
    login = get_pending_signup(request)
    found = evidence.attached(login)
    if found is None:
        return None
    too_old = timezone.now().timestamp() - found.at > settings.IDENTITY_CHOICE_SECONDS
    if too_old:
        clear_pending_signup(request)
    return None if too_old else login


def _too_late(request: HttpRequest) -> HttpResponseRedirect:
    if request.session.session_key:  # Whoever only opened the address gets no cookie for it.
        messages.warning(request, _("This sign-in took too long. Start again."))
    signed_in = request.user.is_authenticated
    return HttpResponseRedirect(
        reverse("socialaccount_connections" if signed_in else "account_login")
    )
