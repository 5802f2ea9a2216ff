"""Pledging in one press, without account; the browser remembers for its visit what it took."""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.decisions import Decision, Refused
from portal.throttle import client_key

from ... import rules as core_rules
from ...models import Activity
from ...views.reading import trail
from .. import rules
from ..actions import take_pledge
from ..enums import CampaignReason
from ..forms.taking_part import PledgeForm
from ..models import Campaign
from ..queries.figures import pledge_figures
from .parts import HOUR, PRESSES, found_campaign, refusal

_SALT = "campaigns.pledges"
# Said again in the form; anything else refuses the whole page.
_TOLD = {
    CampaignReason.ALREADY_COUNTED,
    CampaignReason.ALREADY_PLEDGED,
    CampaignReason.UNKNOWN_PLEDGE,
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pledge(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The pledges, each with its button; after a press, what was counted."""
    campaign = found_campaign(activity)
    decision = core_rules.may_contribute(campaign, request.user, timezone.now())
    if not campaign.offered:
        return HttpResponseRedirect(campaign.url)
    if not decision:
        return refusal(request, campaign, decision, _("Pledges"))
    taken = _taken(request)
    if request.method != "POST":
        return _page(request, campaign, PledgeForm(), taken)
    form = PledgeForm(request.POST)
    if not form.is_valid():
        return _page(request, campaign, form, taken)
    return _send(request, campaign, form, taken)


def _send(
    request: HttpRequest, campaign: Campaign, form: PledgeForm, taken: set[str]
) -> HttpResponse:
    if not form.take("pledge", client_key(request), limit=PRESSES, seconds=HOUR):
        said = _("Many pledges came from your connection in the last hour. Try again later.")
        form.add_error(None, said)
        return _page(request, campaign, form, taken, status=429)
    key = form.cleaned_data["pledge"]
    try:
        take_pledge(
            campaign=campaign,
            key=key,
            form_number=form.form_token,
            at=timezone.now(),
            reader=request.user,
            taken=taken,
        )
    except Refused as refused:
        if refused.reason not in _TOLD:
            return refusal(request, campaign, Decision(False, refused.reason), _("Pledges"))
        form.add_error(None, refused.reason.label)
        return _page(request, campaign, form, taken, status=409)
    response = HttpResponseRedirect(f"{request.path}?compte=oui#resolution-{key}")
    _remember(request, response, {*taken, key})
    return response


def _taken(request: HttpRequest) -> set[str]:
    """What this browser took during its visit; nothing when the cookie is not ours."""
    sealed = request.COOKIES.get(settings.PLEDGE_COOKIE_NAME, "")
    try:
        found = signing.loads(sealed, salt=_SALT) if sealed else []
    except signing.BadSignature:
        found = []
    return {str(key) for key in found}


def _remember(request: HttpRequest, response: HttpResponse, keys: Iterable[str]) -> None:
    """Until the browser closes, for this page only; names nobody."""
    response.set_cookie(
        settings.PLEDGE_COOKIE_NAME,
        signing.dumps(sorted(keys), salt=_SALT),
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _page(
    request: HttpRequest,
    campaign: Campaign,
    form: PledgeForm,
    taken: set[str],
    *,
    status: int = 200,
) -> HttpResponse:
    at = timezone.now()
    offered = [one for one in pledge_figures(campaign) if one.is_offered]
    context = {
        "activity": campaign,
        "form": form,
        "pledges": offered,
        "taken": taken,
        "is_counted": request.method != "POST" and "compte" in request.GET and bool(taken),
        "may_be_reminded": bool(rules.may_ask_reminder(campaign, request.user, at)),
        "breadcrumbs": trail(campaign, (_("Pledges"), None)),
    }
    return render(request, "campaigns/pledges.html", context, status=status)
