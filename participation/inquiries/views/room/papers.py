"""What is filed, added, extended, keyed in and taken away in the room."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.decisions import Refused
from portal.security.actions import record_event

from ....views.files import harmless_file
from ... import rules
from ...actions import add_to_dossier, extend_inquiry, file_document, postpone_step
from ...enums import (
    BY_APPLICANT,
    BY_COMMISSIONER,
    BY_GUARANTOR,
    DocumentKind,
    MemberRole,
    RegisterState,
    Step,
)
from ...forms.room import AdditionForm, DocumentForm, ExtensionForm, PostponementForm
from ...models import InquiryDocument
from ...queries import dossier_of, due_of, first_end_of
from ...room_files import bundle, volumes
from .door import ANYBODY, LEADERS, READERS, Seat, drawn, room


@room(LEADERS)
def dossier(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A document joins the dossier: dated, with why; nothing that is there changes."""
    form = AdditionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_to_dossier(
                inquiry=seat.inquiry,
                pieces=[form.piece()],
                reason=form.cleaned_data["reason"],
                by=seat.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.reason.label)
        else:
            return _done(request, _("The document is in the dossier, with its day and why."))
    pieces = dossier_of(seat.inquiry)
    return drawn(
        request,
        seat,
        "inquiries/room/dossier.html",
        _("Add to the dossier"),
        form=form,
        pieces=pieces,
    )


def _done(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(request.path)


@room(LEADERS)
def extension(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A later end of the register, within the limit of the regime, with its reasons."""
    first_end = first_end_of(seat.inquiry)
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            extend_inquiry(
                inquiry=seat.inquiry, by=seat.member, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("to_moment", refused.reason.label)
        else:
            return _done(request, _("The register closes later; both dates and why are public."))
    return drawn(
        request,
        seat,
        "inquiries/room/extension.html",
        _("Extend"),
        form=form,
        first_end=first_end,
        latest=rules.latest_end(seat.inquiry.regime, first_end),
        is_open=seat.state in {RegisterState.ANNOUNCED, RegisterState.OPEN},
        extensions=seat.inquiry.extensions.all(),
    )


def _kinds(seat: Seat) -> list[DocumentKind]:
    """What this person may file, in the order of the procedure."""
    own = BY_COMMISSIONER if seat.leads else BY_APPLICANT if seat.is_applicant else frozenset()
    if seat.member.role == MemberRole.GUARANTOR:
        own = BY_GUARANTOR
    return [kind for kind in DocumentKind if kind in own]


@room(ANYBODY)
def documents(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What is due when, what was filed, and the forms to file and to postpone."""
    if request.method != "POST":
        return _documents_page(request, seat)
    if request.POST.get("action") == "reporter" and seat.leads:
        return _postpone(request, seat)
    if request.POST.get("action") == "deposer" and _kinds(seat):
        return _file(request, seat)
    raise PermissionDenied


def _open_steps(seat: Seat) -> list[tuple[str, str]]:
    return [
        (due.step.value, str(due.step.label)) for due in due_of(seat.inquiry) if not due.is_done
    ]


def _documents_page(request: HttpRequest, seat: Seat, **forms: Any) -> HttpResponse:
    kinds, steps = _kinds(seat), _open_steps(seat)
    known: dict[str, Any] = {
        "file_form": DocumentForm(kinds=kinds) if kinds else None,
        "postpone_form": PostponementForm(steps=steps) if seat.leads and steps else None,
    }
    filed = InquiryDocument.objects.filter(inquiry=seat.inquiry).select_related("publication")
    found = [one for one in filed if seat.reads_all or seat.is_applicant or _is_public(one)]
    for one in found:
        one.inquiry = seat.inquiry
    return drawn(
        request,
        seat,
        "inquiries/room/documents.html",
        _("Documents and dates"),
        **{**known, **forms},
        form=next((form for form in forms.values() if form.errors), None),
        dues=due_of(seat.inquiry),
        today=timezone.localdate(),
        documents=[(one, _is_public(one)) for one in found],
        postponements=seat.inquiry.postponements.all(),
        is_closed=seat.state == RegisterState.CLOSED,
    )


def _is_public(document: InquiryDocument) -> bool:
    return hasattr(document, "publication")


def _file(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES, kinds=_kinds(seat))
    if form.is_valid():
        given = form.cleaned_data
        try:
            file_document(
                inquiry=seat.inquiry,
                kind=DocumentKind(given["kind"]),
                title=given["title"],
                given=form.given,
                opinion=given.get("opinion", ""),
                by=seat.member,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error("kind", refused.reason.label)
        else:
            return _done(request, _("The document is filed, for good."))
    return _documents_page(request, seat, file_form=form)


def _postpone(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = PostponementForm(request.POST, steps=_open_steps(seat))
    if form.is_valid():
        given = form.cleaned_data
        try:
            postpone_step(
                inquiry=seat.inquiry,
                by=seat.member,
                step=Step(given["step"]),
                until=given["until"],
                reason=given["reason"],
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error("until", refused.reason.label)
        else:
            return _done(request, _("The new day and its reasons are published."))
    return _documents_page(request, seat, postpone_form=form)


@room(ANYBODY, ("GET", "HEAD"))
def document_file(request: HttpRequest, seat: Seat, pk: int, filename: str) -> HttpResponse:
    """A document of the procedure, published or not, for those named in it."""
    found = get_object_or_404(InquiryDocument, pk=pk, inquiry=seat.inquiry)
    readable = seat.reads_all or seat.is_applicant or _is_public(found)
    if found.file_name != filename or not readable:
        raise Http404
    return harmless_file(found.file, found.file_name, found.content_type, shown=False, public=False)


@room(READERS, ("GET", "HEAD"))
def exports(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The register to take away: tables, volumes to print, one archive with every file."""
    return drawn(
        request,
        seat,
        "inquiries/room/exports.html",
        _("Take the register away"),
        volumes=volumes.volumes(seat.register.last_number),
        has_pdf=volumes.engine() is not None,
        size=bundle.bundle_size(seat.inquiry),
    )


_FORMATS = {
    "csv": ("text/csv; charset=utf-8", bundle.csv_pieces),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", bundle.ods_pieces),
    "zip": ("application/zip", bundle.bundle_pieces),
}


@room(READERS, ("GET", "HEAD"))
def export(request: HttpRequest, seat: Seat, ending: str) -> HttpResponseBase:
    """The register in this format, given as it is written; who took it away is kept."""
    if ending not in _FORMATS:
        raise Http404
    content_type, pieces = _FORMATS[ending]
    _record(seat, ending)
    response = StreamingHttpResponse(
        pieces(seat.inquiry, with_addresses=seat.leads), content_type=content_type
    )
    return _saved(response, f"registre-{seat.inquiry.slug}.{ending}")


@room(READERS, ("GET", "HEAD"))
def volume(request: HttpRequest, seat: Seat, number: int) -> HttpResponseBase:
    """A volume of the register as PDF."""
    known = volumes.volumes(seat.register.last_number)
    if not 1 <= number <= len(known) or volumes.engine() is None:
        raise Http404
    _record(seat, "pdf")
    made = volumes.volume_pdf(seat.inquiry, known[number - 1], of=len(known))
    response = HttpResponse(made, content_type="application/pdf")
    return _saved(response, f"registre-{seat.inquiry.slug}-tome-{number}.pdf")


def _record(seat: Seat, ending: str) -> None:
    record_event(
        "inquiries.register.exported",
        actor=seat.user,
        activity=seat.inquiry.pk,
        role=seat.member.role,
        format=ending,
    )


def _saved(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
