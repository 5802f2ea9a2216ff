"""One's own contributions: listed, added by their receipt, let go."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.accounts.queries import verified_addresses
from portal.decisions import Refused
from portal.throttle import take

from .. import actions
from ..forms.own import ReceiptForm
from ..models import Contribution
from ..queries.own import contributions_of, left_with

_HOUR = 3600
_PER_PAGE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def contributions(request: HttpRequest) -> HttpResponse:
    """Lists what belongs to the account, and adds what its receipt and its address prove."""
    if request.method != "POST":
        return _page(request, ReceiptForm())
    form, user = ReceiptForm(request.POST), cast(User, request.user)
    valid = form.is_valid()
    if not take("attach", f"user:{user.pk}", limit=settings.ATTACH_LIMIT, seconds=_HOUR):
        message = _("Many numbers were tried from your account in the last hour. Try again later.")
        form.add_error(None, message)
        return _page(request, form, status=429)
    if not valid:
        return _page(request, form)
    try:
        added = actions.attach_contribution(receipt=form.cleaned_data["receipt"], user=user)
    except Refused as refused:
        form.add_error("receipt", str(refused))
        return _page(request, form)
    messages.success(request, _("“%(title)s” is now in your account.") % {"title": added.title})
    return HttpResponseRedirect(request.path)


def _page(request: HttpRequest, form: ReceiptForm, status: int = 200) -> HttpResponse:
    user = cast(User, request.user)
    context: dict[str, Any] = {
        "page": Paginator(contributions_of(user), _PER_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "left": left_with(verified_addresses(user)),
        "breadcrumbs": [
            (_("Home"), "/"),
            (_("My account"), reverse("account")),
            (_("My contributions"), None),
        ],
    }
    return render(request, "participation/own.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def let_go(request: HttpRequest, receipt: str) -> HttpResponse:
    """Says what letting a contribution go from the account means; only the button does it."""
    user = cast(User, request.user)
    found = Contribution.objects.select_related("activity").by_receipt(receipt)
    if found is None or found.author_id != user.pk:
        raise Http404
    if request.method == "POST":
        actions.detach_contribution(contribution=found, user=user)
        words = _("“%(title)s” is no longer in your account.") % {"title": found.title}
        messages.success(request, words)
        return HttpResponseRedirect(reverse("participation:own"))
    can_return = found.email.lower() in verified_addresses(user)
    context = {
        "contribution": found,
        "can_return": can_return,
        "breadcrumbs": [
            (_("Home"), "/"),
            (_("My account"), reverse("account")),
            (_("My contributions"), reverse("participation:own")),
            (_("Take it out of my account"), None),
        ],
    }
    return render(request, "participation/let_go.html", context)
