"""Taking a consent back: by the mailed link, or on the page of the account."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.models import User

from ..actions import withdraw_consent
from ..enums import ConsentChannel
from ..links import consent_of
from ..models import Consent
from ..queries.consents import active_consents


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """What was agreed to, and one button that ends it; opening the link alone ends nothing.

    A program that reads mails opens links: only a press takes back.
    """
    consent = Consent.objects.select_related("text").filter(pk=consent_of(token) or 0).first()
    if consent and request.method == "POST":
        withdraw_consent(consent=consent, at=timezone.now())
        return HttpResponseRedirect(request.path)
    context = {
        "consent": consent,
        "paper": ConsentChannel.PAPER,
        "breadcrumbs": [(_("Home"), "/"), (_("My consent"), None)],
    }
    return render(request, "privacy/withdraw.html", context, status=200 if consent else 404)


@login_required
@require_POST
def withdraw_own(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back one of the account's own consents, in one press from its page."""
    user = request.user
    mine = active_consents(user) if isinstance(user, User) else []
    consent = next((one for one in mine if one.pk == pk), None)
    if consent is None:
        raise Http404
    withdraw_consent(consent=consent, at=timezone.now())
    return redirect("account")


def consents_of_account(request: HttpRequest) -> str:
    """What the signed-in person agreed to; empty when they agreed to nothing."""
    user = request.user
    consents = active_consents(user) if isinstance(user, User) else []
    if not consents:
        return ""
    return render_to_string("privacy/account_consents.html", {"consents": consents}, request)
