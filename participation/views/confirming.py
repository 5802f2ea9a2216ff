"""The link by which somebody confirms an address, and the mail that brings it, sent again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.decisions import Refused
from portal.throttle import client_key, take

from .. import confirmations, rules
from ..actions import confirm_contribution, send_confirmation_again
from ..models import Contribution
from .tracking import sought, unknown

_HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: HttpRequest, receipt: str, key: str) -> HttpResponse:
    """Asks to confirm by a button: machines that open the links of mails confirm nothing."""
    contribution = sought(request, receipt)
    if contribution is None:
        return unknown(request, receipt[:60])
    if not rules.may_confirm(contribution):
        return _page(request, contribution, "done")
    try:
        confirmations.check_key(
            key,
            receipt=contribution.receipt,
            email=contribution.email,
            days=settings.UNCONFIRMED_RETENTION_DAYS,
        )
    except confirmations.OldKey:
        return _page(request, contribution, "old", status=410)
    except confirmations.BadKey:
        return _page(request, contribution, "bad", status=404)
    if request.method != "POST":
        return _page(request, contribution, "ask")
    try:
        confirm_contribution(contribution=contribution, at=timezone.now())
    except Refused:  # Pressed twice: the first one did it.
        return _page(request, contribution, "done")
    return _to_story(contribution, "confirme")


@require_POST
@never_cache
def send_again(request: HttpRequest, receipt: str) -> HttpResponse:
    """Sends the link once more, a few times an hour at most."""
    contribution = sought(request, receipt)
    if contribution is None:
        return unknown(request, receipt[:60])
    limit = settings.CONFIRMATION_LIMIT
    # By contribution: the mailbox is somebody's; by connection: so are the others'.
    calm = take("confirmation", contribution.receipt, limit=limit, seconds=_HOUR) and take(
        "confirmation", client_key(request), limit=limit * 10, seconds=_HOUR
    )
    if not calm:
        return _to_story(contribution, "assez")
    try:
        send_confirmation_again(contribution=contribution)
    except Refused:
        return _to_story(contribution, "confirme")
    return _to_story(contribution, "renvoye")


def _to_story(contribution: Contribution, done: str) -> HttpResponse:
    """The story, which says what was just done: in its address, so that no cookie is needed."""
    return HttpResponseRedirect(f"{contribution.story_url}?fait={done}")


def _page(
    request: HttpRequest, contribution: Contribution, state: str, *, status: int = 200
) -> HttpResponse:
    context = {
        "contribution": contribution,
        "activity": contribution.activity,
        "state": state,
        "breadcrumbs": [
            (_("Home"), "/"),
            (_("Follow a contribution"), "/suivi/"),
            (_("Confirm"), None),
        ],
    }
    return render(request, "participation/confirm.html", context, status=status)
