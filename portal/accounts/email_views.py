"""Changing the address of an account: asked when signed in, confirmed by links to both."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal import throttle
from portal.decisions import Refused

from . import email_changes, second_factors
from .models import EmailChange, User
from .own_forms import EmailForm


@login_required
@reauthentication_required(allow_get=True)
def email(request: HttpRequest) -> HttpResponse:
    """The address of the account, and the change that waits for its two confirmations."""
    form = EmailForm(request.POST if request.POST.get("action") == "ask" else None)
    if request.method == "POST":
        answer = _ask(request, form) if form.is_bound else _decide(request)
        if answer:
            return answer
    return _email_page(request, form)


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def _email_page(request: HttpRequest, form: EmailForm) -> HttpResponse:
    person = _person(request)
    context = {
        "form": form,
        "change": email_changes.pending_of(person, at=timezone.now()),
        "has_factor": second_factors.is_registered(person),
    }
    return render(request, "accounts/email.html", context)


def _ask(request: HttpRequest, form: EmailForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    person, at = _person(request), timezone.now()
    limit = settings.EMAIL_CHANGE_LIMIT
    if not throttle.take("email-change", str(person.pk), limit=limit, seconds=3600):
        return respond_429(request)
    try:
        email_changes.ask(user=person, new_email=form.cleaned_data["email"], at=at)
    except Refused as refused:
        form.add_error("email", str(refused))
        return None
    messages.success(request, _("Two messages are on their way: one to each address."))
    return redirect("account_email")


def _decide(request: HttpRequest) -> HttpResponse:
    """Cancels the change, or lets the second factor stand in for the former mailbox."""
    person, at = _person(request), timezone.now()
    change = email_changes.pending_of(person, at=at)
    if change is None:
        return redirect("account_email")
    if request.POST.get("action") == "cancel":
        email_changes.cancel(change=change, by="account", at=at)
        messages.success(request, _("The change is cancelled: your address stays the same."))
    elif not (proved := second_factors.proved_recently(request, at=at)):
        asked = reverse("mfa_reauthenticate")
        return redirect(f"{asked}?next={reverse('account_email')}")
    else:
        _confirm_by_factor(request, person, proved)
    return redirect("account_email")


def _confirm_by_factor(request: HttpRequest, person: User, proved: set[int]) -> None:
    try:
        changed = email_changes.confirm_by_factor(user=person, proved=proved, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return
    if changed:
        messages.success(request, _("The address of your account is changed."))
    else:
        messages.success(request, _("Noted. The new address must still confirm the change."))


@never_cache
def email_new(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link sent to the new address: one button."""
    return _by_link(request, "new", token)


@never_cache
def email_old(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link sent to the former address: agree, or “it was not me”."""
    return _by_link(request, "old", token)


def _by_link(request: HttpRequest, side: str, token: str) -> HttpResponse:
    at = timezone.now()
    change = email_changes.find(side, token, at=at)
    if change is None:
        return render(request, "accounts/email_over.html", status=410)
    context: dict[str, object] = {"change": change, "side": side}
    if request.method == "POST":
        context["outcome"] = _act(request, change, side)
    return render(request, "accounts/email_link.html", context)


def _act(request: HttpRequest, change: EmailChange, side: str) -> str:
    """What a button of a mailed link did: a word that the page puts in sentences."""
    at = timezone.now()
    try:
        if side == "old" and request.POST.get("action") == "cancel":
            email_changes.cancel(change=change, by="mail", at=at)
            return "cancelled"
        return "done" if email_changes.confirm(change=change, side=side, at=at) else "waiting"
    except Refused as refused:
        return str(refused)
