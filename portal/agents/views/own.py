"""One's own page: am I known as an agent, and how to become so."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.accounts.rules import is_agent
from portal.decisions import Refused
from portal.throttle import client_key, exhausted, take

from .. import actions
from ..forms import AskForm, CodeForm
from ..middleware import PASS_KEY
from ..queries import invitation_in, last_request, standing_status, work_address

_HOUR = 3600


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def agent(request: HttpRequest) -> HttpResponse:
    """Where one stands; a code to enter, a request to send, a session to leave."""
    if request.method != "POST":
        return _page(request)
    doing = {"code": _use_code, "ask": _ask, "leave": _leave}
    return doing.get(request.POST.get("action", ""), _page)(request)


def _page(request: HttpRequest, status: int = 200, **forms: Any) -> HttpResponse:
    person = _person(request)
    address = work_address(person) if person else ""
    context = {
        "person": person,
        "is_agent": is_agent(request.user),
        "by_code": getattr(request.user, "holds_agent_code", False),
        "status": standing_status(person) if person else None,
        "asked": last_request(person) if person else None,
        "work_address": address,
        "code_form": CodeForm(auto_id="code-%s"),
        "ask_form": AskForm(auto_id="ask-%s"),
        "breadcrumbs": [
            (_("Home"), "/"),
            *([(_("My account"), reverse("account"))] if person else []),
            (_("I am a city agent"), None),
        ],
        **forms,
    }
    return render(request, "agents/agent.html", context, status=status)


def _use_code(request: HttpRequest) -> HttpResponse:
    """Gives the account its status, or opens the session of somebody without account."""
    form = CodeForm(request.POST, auto_id="code-%s")
    key, limit = client_key(request), settings.AGENT_CODE_LIMIT
    if exhausted("agent-code", key, limit=limit, seconds=_HOUR):
        form.add_error(
            "code",
            _("Many codes were tried from your connection. Wait an hour, then try again."),
        )
        return _page(request, status=429, code_form=form)
    if not form.is_valid():
        return _page(request, code_form=form)
    person, typed = _person(request), form.cleaned_data["code"]
    try:
        if person:
            actions.use_code(typed=typed, user=person, at=timezone.now())
            messages.success(request, _("Your account is now that of a city agent."))
        else:
            _open_session(request, actions.open_pass(typed=typed, at=timezone.now()).pk)
    except Refused as refused:
        take("agent-code", key, limit=limit, seconds=_HOUR)
        form.add_error("code", str(refused))
        return _page(request, code_form=form)
    return HttpResponseRedirect(reverse("agent"))


def _open_session(request: HttpRequest, pk: int) -> None:
    """Ends with the browser: the computer may be that of a whole team."""
    request.session.cycle_key()
    request.session[PASS_KEY] = pk
    request.session.set_expiry(0)


def _ask(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    form = AskForm(request.POST, auto_id="ask-%s")
    if person is None:
        return HttpResponseRedirect(f"{reverse('account_login')}?next={reverse('agent')}")
    if not form.is_valid():
        return _page(request, ask_form=form)
    try:
        department = form.cleaned_data["department_name"]
        actions.ask(user=person, department_name=department, at=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, ask_form=form)
    messages.success(request, _("Your request is sent. You will read the answer by e-mail."))
    return HttpResponseRedirect(reverse("agent"))


def _leave(request: HttpRequest) -> HttpResponse:
    if PASS_KEY in request.session:
        request.session.flush()
        messages.success(request, _("This browser no longer reads what is meant for agents."))
    return HttpResponseRedirect(reverse("agent"))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, sealed: str) -> HttpResponse:
    """The link of a mail: it says what it does, and does it by a press, once."""
    found = invitation_in(sealed)
    person = _person(request)
    refusal = ""
    if found and person and request.method == "POST":
        try:
            actions.use_invitation(invitation=found, user=person, at=timezone.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Your account is now that of a city agent."))
            return HttpResponseRedirect(reverse("agent"))
    context = {
        "invitation": found,
        "state": found.state(timezone.now()) if found else None,
        "refusal": refusal,
        "person": person,
        "breadcrumbs": [(_("Home"), "/"), (_("Invitation"), None)],
    }
    return render(request, "agents/invitation.html", context, status=200 if found else 404)


def account_section(request: HttpRequest) -> str:
    """What the page of the account says of it."""
    person = _person(request)
    if person is None:
        return ""
    context = {"is_agent": is_agent(person), "status": standing_status(person)}
    return render_to_string("agents/includes/account_section.html", context, request)
