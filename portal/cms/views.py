"""The city's colours as a stylesheet, and the choice of a light or dark scheme."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from .enums import Scheme
from .models import SiteSettings

_YEAR = 365 * 24 * 3600


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """The tokens the city changed; the colours were checked when they were saved."""
    city = SiteSettings.for_request(request)
    lines = [
        "@layer tokens {",
        f":root {{ --night: {city.colour_night}; --sun: {city.colour_accent};",
        f"--action: {city.colour_action}; --level: {city.colour_action}; }}",
        "@supports (color: light-dark(red, blue)) {",
        f":root {{ --action: light-dark({city.colour_action}, {city.colour_accent});",
        f"--level: light-dark({city.colour_action}, {city.colour_accent}); }}",
        "} }",
    ]
    return HttpResponse("\n".join(lines), content_type="text/css; charset=utf-8")


# No token: it would set a cookie on every page. A browser says by itself whence a form comes, and
# the worst a forged request could do is to change how pages are drawn for the reader.
@csrf_exempt
@require_POST
def choose_scheme(request: HttpRequest) -> HttpResponse:
    """Keeps the reader's choice in a cookie, or forgets it, and goes back to the page."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise PermissionDenied
    back = request.POST.get("suite", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("affichage", "")
    if chosen in {Scheme.LIGHT, Scheme.DARK}:
        response.set_cookie(
            settings.SCHEME_COOKIE_NAME,
            chosen,
            max_age=_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(settings.SCHEME_COOKIE_NAME)
    return response
