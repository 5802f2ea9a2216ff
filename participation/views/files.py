"""Giving back a file that came with a contribution, so that it can do no harm."""

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..models import Attachment
from ..queries.files import own_file
from .tracking import sought, unknown

# Nothing in a file may run, load or be framed, whatever a browser takes it for.
POLICY = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# A shared cache forgets it as soon as a page that has been withdrawn.
_PUBLIC = "public, max-age=600, s-maxage=60"
_PRIVATE = "private, no-store"


def file_response(attachment: Attachment | None, name: str, *, public: bool) -> HttpResponse:
    """The file under its own name: pictures, which were drawn anew, are shown; others are saved.

    Read whole: none is bigger than UPLOAD_DOCUMENT_BYTES. Raises Http404 for no file, another
    name, or a file that is no longer there.
    """
    if attachment is None or attachment.name != name:
        raise Http404
    return harmless_file(
        attachment.file,
        attachment.name,
        attachment.content_type,
        shown=attachment.is_picture,
        public=public,
    )


def harmless_file(
    kept: FieldFile, name: str, content_type: str, *, shown: bool, public: bool
) -> HttpResponse:
    """A kept file under this name, `shown` in the browser or saved. Raises Http404 when missing."""
    try:
        with kept.open("rb") as file:
            response = HttpResponse(file.read(), content_type=content_type)
    except (OSError, ValueError) as error:
        raise Http404 from error
    disposition = content_disposition_header(not shown, name)
    response.headers["Content-Disposition"] = disposition or "inline"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = _PUBLIC if public else _PRIVATE
    return response


@require_safe
@never_cache
def story_file(request: HttpRequest, receipt: str, pk: int, filename: str) -> HttpResponse:
    """A file of a contribution, for whoever holds its receipt."""
    contribution = sought(request, receipt)
    if contribution is None:
        return unknown(request, receipt[:60])
    return file_response(own_file(contribution, pk), filename, public=False)
