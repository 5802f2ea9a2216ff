"""The procedure as it stands, published or not: its order, its dossier, its notice, what lacks."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from ...models import DossierPiece, Inquiry, NoticePublication
from ...queries.desk import desk_of
from ...queries.pages import page_of
from ..files import hashed_response
from .door import ANYBODY, READERS, Seat, drawn, room


@room(ANYBODY, ("GET", "HEAD"))
def project(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What those named in a procedure check before it binds; the same afterwards, as it binds."""
    at = timezone.now()
    shown = _as_written(seat.inquiry)
    page = page_of(shown)
    desk = desk_of(shown, at)
    return drawn(
        request,
        seat,
        "inquiries/room/project.html",
        _("Order, dossier, notice"),
        shown=shown,
        page=page,
        desk=desk,
        at=at,
        today=timezone.localdate(at),
    )


def _as_written(inquiry: Inquiry) -> Inquiry:
    """A page that was never published, as its last draft has it; the public one otherwise."""
    if inquiry.live or not inquiry.latest_revision_id:
        return inquiry
    found: Inquiry = inquiry.get_latest_revision_as_object()
    return found


@room(ANYBODY, ("GET", "HEAD"))
def piece(request: HttpRequest, seat: Seat, pk: int, filename: str) -> HttpResponseBase:
    """A piece of the dossier, public or not yet."""
    found = get_object_or_404(DossierPiece, inquiry=seat.inquiry.pk, pk=pk)
    return hashed_response(found, filename, public=False)


@room(READERS, ("GET", "HEAD"))
def proof(request: HttpRequest, seat: Seat, pk: int, filename: str) -> HttpResponseBase:
    """The proof of a publication of the notice, for whoever checks the procedure."""
    found = get_object_or_404(NoticePublication, inquiry=seat.inquiry.pk, pk=pk)
    return hashed_response(found, filename, public=False)
