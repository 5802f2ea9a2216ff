"""Some weeks later: the open form, the mailed link that serves once, the address to be asked."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.decisions import Decision, Refused
from portal.sealed import BadSeal, unseal
from portal.throttle import address_key, client_key, take

from ...models import Activity
from ...views.reading import trail
from .. import actions, rules
from ..enums import CampaignReason
from ..forms.taking_part import FollowUpForm, ReminderForm
from ..models import Campaign, Reminder, Testimony
from ..notifications import ANSWER_SEAL, CONFIRM_SEAL
from ..queries import reminder_of
from .parts import HOUR, PRESSES, found_campaign, refusal

# A link lives as long as its campaign: its address is erased before.
_LINK_SECONDS = 800 * 24 * 3600
# Links that one address may ask for in an hour.
_PER_ADDRESS = 3


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow_up(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The form open to everyone, while the question is asked."""
    campaign = found_campaign(activity)
    decision = rules.may_answer_follow_up(campaign, request.user, timezone.now())
    if "merci" in request.GET:
        return _thanks(request, campaign)
    if not decision:
        return _refused(request, campaign, decision)
    if request.method != "POST":
        return _form_page(request, campaign, FollowUpForm(question=campaign.later_question))
    form = FollowUpForm(request.POST, question=campaign.later_question)
    if not form.is_valid():
        return _form_page(request, campaign, form)
    if not form.take("follow-up", client_key(request), limit=PRESSES, seconds=HOUR):
        said = _("Many answers came from your connection in the last hour. Yours is kept here.")
        form.add_error(None, said)
        return _form_page(request, campaign, form, status=429)
    try:
        told = actions.answer_follow_up(
            campaign=campaign,
            form_number=form.form_token,
            at=timezone.now(),
            reader=request.user,
            is_doubted=not form.is_proved,
            **form.told(),
        )
    except Refused as refused:
        if refused.reason == CampaignReason.ALREADY_COUNTED:
            form.add_error(None, refused.reason.label)
            return _form_page(request, campaign, form, status=409)
        return _refused(request, campaign, Decision(False, refused.reason))
    return _done(campaign, told)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow_up_link(request: HttpRequest, activity: Activity, token: str) -> HttpResponse:
    """The same by a mailed link: it serves once, then the address is erased."""
    campaign = found_campaign(activity)
    reminder = _opened(campaign, ANSWER_SEAL, token)
    if reminder is None:
        return _refused(request, campaign, Decision(False, CampaignReason.LINK_USED))
    decision = rules.may_answer_follow_up(campaign, request.user, timezone.now())
    if not decision:
        return _refused(request, campaign, decision)
    if request.method != "POST":
        form = FollowUpForm(question=campaign.later_question)
        return _form_page(request, campaign, form, by_link=True)
    form = FollowUpForm(request.POST, question=campaign.later_question)
    if not form.is_valid():
        return _form_page(request, campaign, form, by_link=True)
    try:
        told = actions.answer_by_link(
            reminder=reminder, at=timezone.now(), reader=request.user, **form.told()
        )
    except Refused as refused:
        return _refused(request, campaign, Decision(False, refused.reason))
    return _done(campaign, told)


def _opened(campaign: Campaign, purpose: str, token: str) -> Reminder | None:
    """The address a mailed link names; None when it is erased. 404 for what is not ours."""
    try:
        pk, secret = unseal(purpose, token, seconds=_LINK_SECONDS)
    except (BadSeal, ValueError) as error:
        raise Http404 from error
    return reminder_of(campaign, pk, secret)


def _done(campaign: Campaign, told: Testimony | None) -> HttpResponse:
    receipt = f"&recu={told.receipt_display}" if told else ""
    address = campaign.mechanism.url(campaign, "follow_up")  # type: ignore[union-attr]
    return HttpResponseRedirect(f"{address}?merci=oui{receipt}")


def _thanks(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    context = {
        "activity": campaign,
        "receipt": request.GET.get("recu", "")[:20],
        "breadcrumbs": trail(campaign, (campaign.later_question, None)),
    }
    return render(request, "campaigns/thanks.html", context)


def _form_page(
    request: HttpRequest,
    campaign: Campaign,
    form: FollowUpForm,
    *,
    by_link: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "activity": campaign,
        "form": form,
        "by_link": by_link,
        "path": request.path,
        "breadcrumbs": trail(campaign, (campaign.later_question, None)),
    }
    return render(request, "campaigns/follow_up.html", context, status=status)


def _refused(request: HttpRequest, campaign: Campaign, decision: Decision) -> HttpResponse:
    typed = request.POST.get("text", "")
    return refusal(request, campaign, decision, campaign.later_question, typed=typed)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reminder(request: HttpRequest, activity: Activity) -> HttpResponse:
    """An address to be asked again; its owner confirms by mail."""
    campaign = found_campaign(activity)
    decision = rules.may_ask_reminder(campaign, request.user, timezone.now())
    if not decision:
        return refusal(request, campaign, decision, _("Be asked again"))
    if "envoye" in request.GET:
        return _reminder_page(request, campaign, None)
    if request.method != "POST":
        known = {"email": request.user.email} if isinstance(request.user, User) else {}
        return _reminder_page(request, campaign, ReminderForm(initial=known))
    form = ReminderForm(request.POST)
    if not form.is_valid():
        return _reminder_page(request, campaign, form)
    limit, seconds = settings.CONTRIBUTION_LIMIT, settings.CONTRIBUTION_WINDOW_SECONDS
    email = form.cleaned_data["email"]
    allowed = form.take("reminder", client_key(request), limit=limit, seconds=seconds) and take(
        "reminder-address", address_key(email), limit=_PER_ADDRESS, seconds=seconds
    )
    if not allowed:
        said = _("Many messages were asked for in the last hour. Try again later.")
        form.add_error(None, said)
        return _reminder_page(request, campaign, form, status=429)
    actions.ask_reminder(campaign=campaign, email=email, at=timezone.now(), reader=request.user)
    return HttpResponseRedirect(f"{request.path}?envoye=oui")


def _reminder_page(
    request: HttpRequest, campaign: Campaign, form: ReminderForm | None, *, status: int = 200
) -> HttpResponse:
    context = {
        "activity": campaign,
        "form": form,
        "days": settings.CAMPAIGN_UNCONFIRMED_DAYS,
        "breadcrumbs": trail(campaign, (_("Be asked again"), None)),
    }
    return render(request, "campaigns/reminder.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reminder_link(request: HttpRequest, activity: Activity, token: str) -> HttpResponse:
    """Where a mailed link leads: confirm the address, or erase it; nothing happens by reading."""
    campaign = found_campaign(activity)
    found = _opened(campaign, CONFIRM_SEAL, token)
    state, status = "", 200
    if request.method == "POST" and found is not None:
        try:
            state = _confirm_or_forget(request, found)
        except Refused as refused:
            state, status = str(refused.reason.label), 409
    elif found is None:
        status = 404
    context = {
        "activity": campaign,
        "reminder": found if state != "forgotten" else None,
        "state": state,
        "path": request.path,
        "breadcrumbs": trail(campaign, (_("Be asked again"), None)),
    }
    return render(request, "campaigns/reminder_link.html", context, status=status)


def _confirm_or_forget(request: HttpRequest, found: Reminder) -> str:
    if request.POST.get("action") == "effacer":
        actions.forget_reminder(reminder=found)
        return "forgotten"
    actions.confirm_reminder(reminder=found, at=timezone.now())
    found.is_confirmed = True
    return "confirmed"
