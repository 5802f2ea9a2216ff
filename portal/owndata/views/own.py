"""The data of the account: seen, taken away, corrected, erased."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.models import User
from portal.decisions import Refused
from portal.throttle import take

from .. import actions
from ..enums import DataRefusal
from ..forms import NameForm
from ..persons import person_of
from ..queries import shown_under
from .pages import (
    DAY,
    archive_response,
    erasure_form,
    erasure_page,
    forget_device,
    overview_page,
    sent,
    trail,
)


def _owner(request: HttpRequest) -> User:
    """Who is signed in; `login_required` stands before each view."""
    if not isinstance(request.user, User):
        raise TypeError("these pages are for accounts")
    return request.user


def _trail(title: str | None = None) -> list[tuple[str, str | None]]:
    account = (_("My account"), reverse("account"))
    if title is None:
        return trail(account, (_("My data"), None))
    return trail(account, (_("My data"), reverse("owndata:own")), (title, None))


def _overview(request: HttpRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    return overview_page(
        request,
        person_of(_owner(request)),
        breadcrumbs=_trail(),
        is_account=True,
        download_url=reverse("owndata:download"),
        erase_url=reverse("owndata:erase"),
        said=_("Your public name is changed.") if request.GET.get("fait") == "nom" else "",
        refusal=refusal,
        status=status,
    )


@require_safe
@never_cache
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """What is kept about the person signed in."""
    return _overview(request)


@require_POST
@never_cache
@login_required
@reauthentication_required
def download(request: HttpRequest) -> HttpResponseBase:
    """The file to take away, so many times a day; the person has just shown again who they are."""
    user = _owner(request)
    limit = settings.OWN_DATA_FILES_PER_DAY
    if not take("owndata-file", f"user:{user.pk}", limit=limit, seconds=DAY):
        return _overview(request, refusal=str(DataRefusal.TOO_MANY.label), status=429)
    actions.record_taken(actor=user, at=timezone.now())
    return archive_response(request, person_of(user))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def name(request: HttpRequest) -> HttpResponse:
    """Changes the public name; what was signed with the old one follows when the person says so."""
    user = _owner(request)
    shown = shown_under(person_of(user), user.display_name)
    form = NameForm(sent(request), shown=shown, initial={"display_name": user.display_name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_public_name(
                user=user,
                name=form.cleaned_data["display_name"],
                everywhere=form.renames_everything,
                at=timezone.now(),
            )
            return HttpResponseRedirect(reverse("owndata:own") + "?fait=nom")
        except Refused as refused:
            form.add_error("display_name", str(refused))
    context = {"form": form, "breadcrumbs": _trail(_("Change my public name"))}
    return render(request, "owndata/name.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@reauthentication_required(allow_get=True)
def erase(request: HttpRequest) -> HttpResponse:
    """Says what becomes of each thing, then erases the account at once and signs out."""
    user, at = _owner(request), timezone.now()
    person = person_of(user)
    form = erasure_form(person, at, sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.erase_person(
                person=person,
                at=at,
                withdraw=form.withdraws,
                removals=form.asked_removals,
                tell=user.email,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _signed_out(request)
    return erasure_page(
        request,
        person,
        form,
        is_account=True,
        back_url=reverse("owndata:own"),
        breadcrumbs=_trail(_("Delete my account")),
    )


def _signed_out(request: HttpRequest) -> HttpResponse:
    # Not `logout`: it would tell its listeners about an account that is no more.
    request.session.flush()
    request.user = AnonymousUser()
    return forget_device(HttpResponseRedirect(reverse("owndata:done")))


def section(request: HttpRequest) -> str:
    """The way to one's data, on the page of the account."""
    return render_to_string("owndata/includes/account_section.html", {}, request)
