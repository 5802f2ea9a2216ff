"""The account's own page, and the door of the admin."""

from typing import cast

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from . import email_changes, open_sessions, profiles
from .models import User
from .own_forms import NameForm
from .registry import sections_of


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who the person is here, what protects the account, and what other rooms know of it."""
    return _account_page(request, NameForm(instance=_fresh(request)))


@login_required
@require_POST
def rename(request: HttpRequest) -> HttpResponse:
    """Changes the name shown in public."""
    form = NameForm(request.POST, instance=_fresh(request))
    if not form.is_valid():
        return _account_page(request, form)
    name = form.cleaned_data["display_name"]
    profiles.change_display_name(user=_person(request), name=name, at=timezone.now())
    messages.success(request, _("Your public name is changed."))
    return redirect("account")


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def _fresh(request: HttpRequest) -> User:
    """A copy that a form may fill in without touching the one the page shows."""
    person = _person(request)
    return User(pk=person.pk, display_name=person.display_name)


def _account_page(request: HttpRequest, form: NameForm) -> HttpResponse:
    person = _person(request)
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return render(
        request,
        "accounts/account.html",
        {
            "form": form,
            "has_application": Authenticator.Type.TOTP in kinds,
            "key_count": kinds.count(Authenticator.Type.WEBAUTHN),
            "has_factor": set(kinds) - {Authenticator.Type.RECOVERY_CODES},
            "session_count": len(open_sessions.of(person)),
            "email_change": email_changes.pending_of(person, at=timezone.now()),
            "sections": sections_of(request),
            "breadcrumbs": [(_("Home"), "/"), (_("My account"), None)],
        },
    )


def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends whoever may not enter the admin.

    Strangers are sent to the sign-in page, which brings them back. Someone signed in is refused
    (403): signing in again would change nothing, and the sign-in page would send them back here.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    asked = request.GET.urlencode(safe="/")
    return redirect(reverse("account_login") + (f"?{asked}" if asked else ""))
