"""The account's own page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """What the person signed in as, and where to go from there."""
    return render(
        request,
        "accounts/account.html",
        {"breadcrumbs": [(_("Home"), "/"), (_("My account"), None)]},
    )
