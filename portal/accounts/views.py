"""The account's own page, and the door of the admin."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .registry import sections_of


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """What the person signed in as, and where to go from there."""
    return render(
        request,
        "accounts/account.html",
        {
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
