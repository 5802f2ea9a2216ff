"""The data kept under an address without account, for whoever reads its mail."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.personal_data import Person
from portal.decisions import Refused
from portal.sealed import BadSeal, unseal
from portal.throttle import address_key, client_key, take

from .. import actions
from ..enums import DataRefusal
from ..forms import AddressForm
from ..notifications import LINK
from ..persons import person_with
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

_HOUR = 3600
_LINKS_PER_CONNECTION = 30


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Asks for an address and mails it a link; the answer is the same whoever it is."""
    if request.method != "POST":
        form = None if "envoye" in request.GET else AddressForm()
        return _asked(request, form)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _asked(request, form)
    connection = client_key(request)
    if not take("owndata-asks", connection, limit=_LINKS_PER_CONNECTION, seconds=_HOUR):
        form.add_error(None, _("Many links were asked for from your connection: try in an hour."))
        return _asked(request, form, status=429)
    email = form.cleaned_data["email"]
    # One address too often: nothing leaves, and nothing tells.
    limit = settings.OWN_DATA_LINKS_PER_DAY
    if take("owndata-link", address_key(email), limit=limit, seconds=DAY):
        actions.send_link(email=email)
    return HttpResponseRedirect(f"{request.path}?envoye=oui")


def _asked(request: HttpRequest, form: AddressForm | None, status: int = 200) -> HttpResponse:
    hours = settings.OWN_DATA_LINK_SECONDS // _HOUR
    context = {
        "form": form,
        "hours": ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours},
        "breadcrumbs": trail((_("My data"), None)),
    }
    return render(request, "owndata/ask.html", context, status=status)


@require_safe
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    """Where one is led once everything is erased; it knows nobody."""
    return render(request, "owndata/done.html", {"breadcrumbs": trail((_("My data"), None))})


def _address(token: str) -> str | None:
    """The address in a link; None when it is not ours, or too old."""
    try:
        email, *_rest = unseal(LINK, token, seconds=settings.OWN_DATA_LINK_SECONDS)
    except BadSeal:
        return None
    return str(email)


def _person(token: str) -> Person | None:
    """Who the link is for; None when it leads nowhere, or to an account, which has its own page."""
    email = _address(token)
    person = person_with(email) if email else None
    return person if person is not None and person.user_id is None else None


def _dead(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a link that leads nowhere: too old, or of somebody who has an account."""
    has_account = _address(token) is not None
    context = {"has_account": has_account, "breadcrumbs": trail((_("My data"), None))}
    status = 200 if has_account else 404
    return render(request, "owndata/dead_link.html", context, status=status)


def _overview(
    request: HttpRequest, person: Person, token: str, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    return overview_page(
        request,
        person,
        breadcrumbs=trail((_("My data"), None)),
        is_account=False,
        download_url=reverse("owndata:download_of_address", kwargs={"token": token}),
        erase_url=reverse("owndata:erase_address", kwargs={"token": token}),
        address=next(iter(person.emails)),
        refusal=refusal,
        status=status,
    )


@require_safe
@never_cache
def overview(request: HttpRequest, token: str) -> HttpResponse:
    """What is kept under the address of this link."""
    person = _person(token)
    if person is None:
        return _dead(request, token)
    return _overview(request, person, token)


@require_POST
@never_cache
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file to take away, so many times a day."""
    person = _person(token)
    if person is None:
        return _dead(request, token)
    key = address_key(next(iter(person.emails)))
    if not take("owndata-file", key, limit=settings.OWN_DATA_FILES_PER_DAY, seconds=DAY):
        refusal = str(DataRefusal.TOO_MANY.label)
        return _overview(request, person, token, refusal=refusal, status=429)
    actions.record_taken(actor=None, at=timezone.now())
    return archive_response(request, person)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Says what becomes of each thing, then erases what is kept under the address."""
    person, at = _person(token), timezone.now()
    if person is None:
        return _dead(request, token)
    form = erasure_form(person, at, sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.erase_person(
                person=person,
                at=at,
                withdraw=form.withdraws,
                removals=form.asked_removals,
                tell=next(iter(person.emails)),
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return forget_device(HttpResponseRedirect(reverse("owndata:done")))
    mine = reverse("owndata:of_address", kwargs={"token": token})
    return erasure_page(
        request,
        person,
        form,
        is_account=False,
        back_url=mine,
        breadcrumbs=trail((_("My data"), mine), (_("Erase my data"), None)),
    )
