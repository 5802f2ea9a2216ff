"""The notice at the desk of the authority: posters to print, certificate to sign, proofs kept."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from .. import notice_files
from ..enums import PosterFormat
from ..models import NoticePublication
from .files import hashed_response
from .seats import AuthorityView


class PosterView(AuthorityView):
    """The poster of a published page, as PDF; `fond=non` leaves its ground to coloured paper."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sheet = kwargs["sheet"].upper()
        offered = sheet in PosterFormat.values and self.inquiry.live
        if not offered or notice_files.engine() is None:
            raise Http404
        on_white = request.GET.get("fond") == "non"
        made = notice_files.poster_pdf(
            self.inquiry, PosterFormat(sheet), at=timezone.now(), on_white=on_white
        )
        return _pdf(made, f"avis-{self.inquiry.slug}-{sheet.lower()}.pdf")


class CertificateView(AuthorityView):
    """The certificate of where the notice was published, to be signed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if notice_files.engine() is None or not self.inquiry.notices.exists():
            raise Http404
        made = notice_files.certificate_pdf(self.inquiry, at=timezone.now())
        return _pdf(made, f"certificat-affichage-{self.inquiry.slug}.pdf")


class ProofView(AuthorityView):
    """The proof of a publication: a page of a newspaper, a photograph."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        found = get_object_or_404(
            NoticePublication, pk=kwargs["notice"], inquiry=self.inquiry, file__gt=""
        )
        return hashed_response(found, found.file_name, public=False)


def _pdf(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
