"""Registering for a meeting without account; then reading, confirming, cancelling by number."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.decisions import Decision, Refused
from portal.sealed import BadSeal, unseal
from portal.throttle import client_key, exhausted, take

from ... import rules as core_rules
from ...models import Activity
from ...views.reading import trail
from .. import actions, queries, rules
from ..enums import STANDING, RegistrationState, WorkshopReason
from ..forms.registering import RegistrationForm
from ..models import Meeting, Registration, Workshop
from ..notifications import SEAL
from ..queries.registrations import by_key, by_receipt, place_in_line
from .parts import found_meeting, found_workshop

_HOUR = 3600
# Tries at numbers that do not exist, from one address in an hour.
_LOOKUPS = 60
# A link mailed a year before its meeting still opens.
_LINK_SECONDS = 500 * 24 * 3600


@require_safe
def contribute(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Leads to the next meeting that takes registrations, else to the list of meetings."""
    found = found_workshop(activity)
    following = queries.next_open(found, request.user, timezone.now())
    url = following.page("register") if following else f"{found.url}#reunions"
    return HttpResponseRedirect(url)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def register(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """The form, and the registration; nothing typed is lost."""
    of = found_workshop(activity)
    meeting = found_meeting(request, of, number)
    at = timezone.now()
    decision = core_rules.may_contribute(of, request.user, at)
    decision = decision if not decision else rules.may_register(meeting, at)
    if not decision:
        return _refusal(request, meeting, decision)
    if request.method != "POST":
        known = {"email": request.user.email} if isinstance(request.user, User) else {}
        form = RegistrationForm(initial={"seats": 1, **known})
        return _form_page(request, meeting, form)
    form = RegistrationForm(request.POST)
    if not form.is_valid():
        return _form_page(request, meeting, form)
    return _send(request, meeting, form)


def _send(request: HttpRequest, meeting: Meeting, form: RegistrationForm) -> HttpResponse:
    limit, seconds = settings.CONTRIBUTION_LIMIT, settings.CONTRIBUTION_WINDOW_SECONDS
    if not form.take("registration", client_key(request), limit=limit, seconds=seconds):
        said = _(
            "Many registrations came from your connection in the last hour. What you typed is "
            "kept: try again later, or telephone."
        )
        form.add_error(None, said)
        return _form_page(request, meeting, form, status=429)
    try:
        made = actions.register(
            meeting=meeting,
            at=timezone.now(),
            reader=request.user,
            form_token=form.form_token,
            **form.registration(),
        )
    except Refused as refused:
        if refused.reason == WorkshopReason.ALREADY_SENT:
            before = Registration.objects.select_related("meeting__workshop")
            return HttpResponseRedirect(before.get(form_token=form.form_token).url)
        if refused.reason in {WorkshopReason.TOO_MANY_SEATS, WorkshopReason.FULL}:
            form.add_error("seats", refused.reason.label)
            return _form_page(request, meeting, form, status=409)
        return _refusal(request, meeting, Decision(False, refused.reason))
    return HttpResponseRedirect(made.url)


def _form_page(
    request: HttpRequest, meeting: Meeting, form: RegistrationForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "activity": meeting.workshop,
        "meeting": meeting,
        "form": form,
        "hours": settings.MEETING_CONFIRM_HOURS,
        "breadcrumbs": trail(meeting.workshop, (meeting.title, meeting.url), (_("Register"), None)),
    }
    return render(request, "workshops/register.html", context, status=status)


def _refusal(request: HttpRequest, meeting: Meeting, decision: Decision) -> HttpResponse:
    context = {
        "activity": meeting.workshop,
        "meeting": meeting,
        "decision": decision,
        "sign_in": core_rules.would_signing_in_help(decision, request.user),
        "breadcrumbs": trail(meeting.workshop, (meeting.title, meeting.url), (_("Register"), None)),
    }
    return render(request, "workshops/closed.html", context, status=403)


@require_safe
@never_cache
def find(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Asks for a number; leads to the registration, or says what to check."""
    of = found_workshop(activity)
    typed = request.GET.get("numero", "").strip()[:60]
    found = _sought(request, of, typed) if typed else None
    if found is not None:
        return HttpResponseRedirect(found.url)
    return _ask(request, of, typed)


def _sought(request: HttpRequest, of: Workshop, typed: str) -> Registration | None:
    """The registration of this number; each wrong number counts."""
    key = client_key(request)
    if exhausted("registration-lookup", key, limit=_LOOKUPS, seconds=_HOUR):
        return None
    found = by_receipt(of, typed)
    if found is None:
        take("registration-lookup", key, limit=_LOOKUPS, seconds=_HOUR)
    return found


def _ask(request: HttpRequest, of: Workshop, typed: str = "") -> HttpResponse:
    key = client_key(request)
    context = {
        "activity": of,
        "typed": typed,
        "too_many": exhausted("registration-lookup", key, limit=_LOOKUPS, seconds=_HOUR),
        "breadcrumbs": trail(of, (_("My registration"), None)),
    }
    status = 404 if typed else 200
    return render(request, "workshops/find.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def registration(request: HttpRequest, activity: Activity, receipt: str) -> HttpResponse:
    """The registration of this number."""
    of = found_workshop(activity)
    found = _sought(request, of, receipt)
    return _ask(request, of, receipt[:60]) if found is None else _answer(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def registration_link(request: HttpRequest, activity: Activity, token: str) -> HttpResponse:
    """The registration that a mailed link leads to; 404 when it is not ours or erased."""
    of = found_workshop(activity)
    try:
        pk, receipt = unseal(SEAL, token, seconds=_LINK_SECONDS)
    except (BadSeal, ValueError) as error:
        raise Http404 from error
    found = by_key(of, pk, receipt)
    if found is None:
        raise Http404
    return _answer(request, found)


def _answer(request: HttpRequest, found: Registration) -> HttpResponse:
    """Confirms or cancels when asked by a button; else, and after, shows where it stands."""
    at = timezone.now()
    doing: dict[str, Any] = {
        "confirmer": actions.confirm_seat,
        "annuler": actions.cancel_registration,
    }
    if request.method != "POST":
        return _registration_page(request, found)
    action = doing.get(request.POST.get("action", ""))
    if action is None:
        return _registration_page(request, found)
    try:
        action(registration=found, at=at)
    except Refused as refused:
        return _registration_page(request, found, refusal=refused.reason.label, status=409)
    return HttpResponseRedirect(request.path)


def _registration_page(
    request: HttpRequest, found: Registration, *, refusal: Any = "", status: int = 200
) -> HttpResponse:
    at = timezone.now()
    meeting = found.meeting
    context = {
        "activity": meeting.workshop,
        "meeting": meeting,
        "registration": found,
        "refusal": refusal,
        "is_standing": found.state in STANDING,
        "may_confirm": bool(rules.may_confirm(found, at)),
        "may_cancel": bool(rules.may_cancel(found, at)) and not meeting.is_cancelled,
        "shows_link": rules.may_read_link(found) and bool(meeting.online_url),
        "place": place_in_line(found) if found.state == RegistrationState.WAITING else 0,
        "path": request.path,
        "breadcrumbs": trail(
            meeting.workshop, (meeting.title, meeting.url), (_("My registration"), None)
        ),
    }
    return render(request, "workshops/registration.html", context, status=status)
