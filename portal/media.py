"""Pictures of the staff, given by the portal itself: shown, and unable to do anything."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.static import serve

# What Willow may have drawn; anything else under this folder is saved, not shown.
_SHOWN = frozenset({"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"})


def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture of the media, under a policy that lets it run, load and frame nothing.

    docs/operations.md asks the same of the web server in front.
    """
    return inert(serve(request, path, document_root=str(settings.MEDIA_ROOT)), path)


def inert(response: HttpResponseBase, path: str) -> HttpResponseBase:
    """The response, which shows a picture and can do nothing else; any other file is saved."""
    shown = response.headers.get("Content-Type", "") in _SHOWN
    if not shown:
        response.headers["Content-Type"] = "application/octet-stream"
    name = path.rpartition("/")[2]
    response.headers["Content-Disposition"] = content_disposition_header(not shown, name) or ""
    response.headers["Content-Security-Policy"] = settings.INERT_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
