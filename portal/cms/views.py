"""The city's colours, the choice of a light or dark scheme, pictures that are not for everybody."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.images.permissions import permission_policy

from portal.media import inert
from portal.page_tokens import from_a_page

from .enums import Scheme
from .models import PortalRendition, SiteSettings

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


# On every page: Django's token would set a cookie there.
@from_a_page
@require_POST
def choose_scheme(request: HttpRequest) -> HttpResponse:
    """Keeps the reader's choice in a cookie, or forgets it, and goes back to the page."""
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


@require_safe
def picture(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A size of a picture that not everybody may see, for those who may; no cache keeps it.

    Those who choose or change it in the admin see it. For all others the rooms above answer, as for
    documents, by the hook `before_serve_picture`: without any, nobody else sees it.
    """
    sizes = PortalRendition.objects.select_related("image__collection")
    size = get_object_or_404(sizes, pk=pk)
    if size.name != name:
        raise Http404
    rights = ["choose", "change"]
    if not permission_policy.user_has_any_permission_for_instance(request.user, rights, size.image):
        asked = hooks.get_hooks("before_serve_picture")
        if not asked:
            raise Http404
        for ask in asked:
            refusal = ask(size.image, request)
            if refusal is not None:
                return refusal
    try:
        file = size.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = inert(FileResponse(file, filename=name), name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
