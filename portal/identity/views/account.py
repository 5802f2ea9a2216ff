"""The account's identities: which are linked, linking another, removing one."""

from typing import cast

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts import mailed_proofs
from portal.accounts.models import User
from portal.decisions import Refused

from .. import evidence
from ..actions import unlink_identity
from ..configuration import clients
from ..queries import identities_of, providers_seen_by
from .refusals import refused


def linked_identities(request: HttpRequest) -> str:
    """The section of the account's page; nothing where no provider exists."""
    seen = providers_seen_by(cast(User, request.user))
    return render_to_string("identity/section.html", {"providers": seen}, request) if seen else ""


@never_cache
@login_required
@require_safe
def connections(request: HttpRequest) -> HttpResponse:
    """Every provider, with what one may do about it now."""
    user = cast(User, request.user)
    seen = providers_seen_by(user)
    if not seen:
        raise Http404
    return render(
        request,
        "identity/connections.html",
        {
            "providers": seen,
            "is_recent": evidence.proved_recently(request, at=timezone.now()),
            "confirm_url": _confirm_url(user),
            "confirm_with": [one for one in seen if one.pk and one.is_configured]
            if mailed_proofs.is_only_way(user)
            else [],
            "breadcrumbs": [
                (_("Home"), "/"),
                (_("My account"), reverse("account")),
                (_("Linked identities"), None),
            ],
        },
    )


@login_required
@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Removes an identity from the account, soon after signing in."""
    user, at = cast(User, request.user), timezone.now()
    if not evidence.proved_recently(request, at=at):
        messages.warning(request, _("For this, first confirm that it is you."))
        return redirect("socialaccount_connections")
    held = identities_of(user).filter(pk=pk).first()
    if held is None:
        raise Http404
    try:
        configured = [client.provider.value for client in clients()]
        provider = unlink_identity(user=user, pk=pk, configured=configured, at=at)
    except Refused as refusal:
        return refused(request, held.provider, refusal.reason, at=at)
    evidence.forget(request, provider)
    messages.success(request, _("This identity does not open your account any more."))
    return redirect("socialaccount_connections")


def _confirm_url(user: User) -> str:
    """Where the person proves that it is them, on this portal."""
    methods = get_adapter().get_reauthentication_methods(user)
    if not methods:
        return ""
    return f"{methods[0]['url']}?next={reverse('socialaccount_connections')}"
