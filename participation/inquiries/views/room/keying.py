"""Pages of the paper register keyed in and compared in the room, by two persons."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.decisions import Refused
from portal.form_tokens import new_token

from ....views.files import harmless_file
from ...actions.keying import discard_page, verify_page
from ...forms.room_pages import NewPageForm, PageForm, moment_text
from ...models import KeyedPage
from ...queries import room as queries
from ..keyed import kept_page
from .door import LEADERS, Seat, drawn, room


@room(LEADERS)
def pages(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What waits to be compared, and the form to key a page in."""
    form = NewPageForm(initial={"token": new_token()})
    if request.method == "POST":
        form = NewPageForm(request.POST, request.FILES)
        if form.is_valid() and kept_page(form, inquiry=seat.inquiry, by=seat.user):
            messages.success(request, _("It is kept. Somebody else compares it with the page."))
            return HttpResponseRedirect(request.path)
    waiting = list(queries.pages_waiting(seat.inquiry)[:200])
    return drawn(
        request,
        seat,
        "inquiries/room/pages.html",
        _("Paper, post, words"),
        form=form,
        waiting=waiting,
    )


@room(LEADERS)
def page(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """A page keyed in beside its scan: confirmed or corrected by a second person, or taken back."""
    found = get_object_or_404(KeyedPage, pk=pk, inquiry=seat.inquiry)
    back = seat.page("pages")
    if found.verified_at is not None:
        return HttpResponseRedirect(back)
    shown = {name: getattr(found, name) for name in PageForm.base_fields}
    form = PageForm(initial={**shown, "received_at": moment_text(found.received_at)})
    if request.method == "POST":
        if request.POST.get("action") == "retirer":
            return _discard(request, seat, found, back)
        form = PageForm(request.POST)
        if form.is_valid():
            try:
                made = verify_page(
                    page=found, verified_by=seat.user, at=timezone.now(), **form.written()
                )
            except Refused as refused:
                form.add_error(None, refused.reason.label)
            else:
                said = _("It is observation %(number)s of the register.")
                messages.success(request, said % {"number": made.number})
                return HttpResponseRedirect(back)
    is_own = found.keyed_by_id == seat.user.pk
    return drawn(
        request,
        seat,
        "inquiries/room/page.html",
        _("Compare with the page"),
        form=form,
        keyed=found,
        is_own=is_own,
        back=back,
    )


def _discard(request: HttpRequest, seat: Seat, found: KeyedPage, back: str) -> HttpResponse:
    try:
        discard_page(page=found, by=seat.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, refused.reason.label)
    else:
        messages.success(request, _("What was keyed in is taken back; nothing of it stays."))
    return HttpResponseRedirect(back)


@room(LEADERS, ("GET", "HEAD"))
def scan(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """The scan of a page."""
    found = get_object_or_404(KeyedPage, pk=pk, inquiry=seat.inquiry)
    if not found.file:
        raise Http404
    shown = found.content_type.startswith("image/")
    return harmless_file(found.file, found.file_name, found.content_type, shown=shown, public=False)
