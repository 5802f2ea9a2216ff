"""What shows that a form stood on a page of ours that everybody receives alike, without a cookie.

Django's token needs a cookie and a page of one's own. These forms change nothing of anybody's, and
stand on pages that caches share: the browser says whence they come, and the page signs the day.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_callable
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

FIELD = "_token"
_SALT = "portal.page"
View = Callable[..., HttpResponseBase]


def page_token(today: date) -> str:
    """The token of a day, the same on every page of that day."""
    return signing.Signer(salt=_SALT).sign(today.isoformat())


def _is_recent(token: str, today: date) -> bool:
    try:
        written = date.fromisoformat(signing.Signer(salt=_SALT).unsign(token))
    except (ValueError, signing.BadSignature):
        return False
    return today - timedelta(seconds=settings.FORM_TOKEN_SECONDS) <= written <= today


def is_carried(request: HttpRequest) -> bool:
    """Whether the request says that it comes from such a form."""
    return request.method == "POST" and FIELD in request.POST


def _comes_from_here(request: HttpRequest) -> bool:
    """Whether neither the browser nor the page says that it comes from elsewhere.

    Browsers older than 2020 say nothing, and are believed.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    here = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Origin", here) not in {here, *settings.CSRF_TRUSTED_ORIGINS}:
        return False
    return _is_recent(request.POST.get(FIELD, ""), timezone.localdate())


def from_a_page(view: View) -> View:
    """A view of such forms only: anything else sent to it is refused as a forged form is."""

    @csrf_exempt
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not _comes_from_here(request):
            return _refuse(request)
        return view(request, *args, **kwargs)

    return asked


def from_a_page_or_protected(view: View) -> View:
    """A view of such forms and of others: these others carry Django's token, as everywhere."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_carried(request):
            return protected(request, *args, **kwargs)
        if not _comes_from_here(request):
            return _refuse(request)
        return view(request, *args, **kwargs)

    return asked


def _refuse(request: HttpRequest) -> HttpResponseBase:
    refusal: HttpResponseBase = get_callable(settings.CSRF_FAILURE_VIEW)(request, reason=_SALT)
    return refusal
