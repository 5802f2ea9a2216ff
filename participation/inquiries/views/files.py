"""Files of a procedure, given back so that they can do no harm; big ones piece by piece."""

from base64 import b64encode
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ...models import Activity
from ...views.files import POLICY
from ..models import DossierPiece, InquiryDocument, NoticePublication, ObservationFile
from ..models.stored import HashedFile
from ..queries.listing import is_hidden
from .parts import found_inquiry

# Pictures were drawn anew and PDF files checked: a browser may show them.
_SHOWN = ("image/", "application/pdf")


def hashed_response(stored: HashedFile | None, name: str, *, public: bool = True) -> FileResponse:
    """The file under its own name, with its digest as a header.

    Raises Http404 for no file, another name, or a file that is no longer there.
    """
    if stored is None or not stored.file or stored.file_name != name:
        raise Http404
    try:
        opened = stored.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(opened, content_type=stored.content_type)
    is_shown = stored.content_type.startswith(_SHOWN)
    disposition = content_disposition_header(not is_shown, stored.file_name)
    keep = "public, max-age=600, s-maxage=60" if public else "private, no-store"
    headers = {
        "Content-Disposition": disposition or "inline",
        "Content-Length": str(stored.size),
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
        "Cache-Control": keep,
        "Repr-Digest": f"sha-256=:{_base64(stored.sha256)}:",
    }
    for header, value in headers.items():
        response.headers[header] = value
    return response


def _base64(hexadecimal: str) -> str:
    return b64encode(bytes.fromhex(hexadecimal)).decode()


@require_safe
def piece(request: HttpRequest, activity: Activity, pk: int, filename: str) -> HttpResponseBase:
    """A piece of the dossier, for everyone, without account, as long as the page is there."""
    inquiry = found_inquiry(activity)
    found = DossierPiece.objects.filter(inquiry=inquiry.pk, pk=pk).first()
    return hashed_response(found, filename)


@require_safe
def proof(request: HttpRequest, activity: Activity, pk: int, filename: str) -> HttpResponseBase:
    """The proof of a publication of the notice, where the regime makes proofs public."""
    inquiry = found_inquiry(activity)
    public = NoticePublication.objects.filter(
        inquiry=inquiry.pk,
        inquiry__regime__publishes_proofs=True,
        inquiry__register__announced_at__isnull=False,
    )
    return hashed_response(public.filter(pk=pk).first(), filename)


@require_safe
def document(request: HttpRequest, activity: Activity, pk: int, filename: str) -> HttpResponseBase:
    """A document that was filed and published."""
    inquiry = found_inquiry(activity)
    public = InquiryDocument.objects.filter(inquiry=inquiry.pk, publication__isnull=False)
    return hashed_response(public.filter(pk=pk).first(), filename)


@require_safe
def observation_file(
    request: HttpRequest, activity: Activity, number: int, pk: int, filename: str
) -> HttpResponseBase:
    """A file that came with an observation, unless it was hidden."""
    inquiry = found_inquiry(activity)
    of: Any = ObservationFile.objects.filter(
        observation__inquiry=inquiry.pk, observation__number=number
    )
    found = of.prefetch_related("maskings").filter(pk=pk).first()
    return hashed_response(None if found and is_hidden(found) else found, filename)
