"""Who a request comes from, for supports: an account, a remembered supporter, or nobody known."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User

from ..models import Supporter
from ..queries.supports import Person

_SALT = "participation.supporter"


def person_of(request: HttpRequest | None) -> Person:
    """Who asks, without a query; whoever is signed in comes before what the browser remembers."""
    if request is None:
        return Person()
    if isinstance(request.user, User):
        return Person(user=request.user)
    remembered: str | None = request.get_signed_cookie(
        settings.SUPPORTER_COOKIE_NAME,
        default="",
        salt=_SALT,
        max_age=settings.SUPPORTER_COOKIE_SECONDS,
    )
    return Person(supporter_id=int(remembered) if remembered else None)


def remember(response: HttpResponse, supporter: Supporter) -> None:
    """Lets the next supports in this browser take one press; only after a support by link."""
    response.set_signed_cookie(
        settings.SUPPORTER_COOKIE_NAME,
        str(supporter.pk),
        salt=_SALT,
        max_age=settings.SUPPORTER_COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Takes back what `remember` left in this browser."""
    # Browsers refuse the deletion of a “__Host-” cookie that does not repeat its attributes.
    response.set_cookie(
        settings.SUPPORTER_COOKIE_NAME,
        "",
        max_age=0,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def forget_device(request: HttpRequest) -> HttpResponse:
    """Makes this browser forget which supporter it belongs to; the supports stay."""
    if request.method == "POST":
        response: HttpResponse = HttpResponseRedirect(f"{request.path}?fait=oui")
        forget(response)
        return response
    context = {
        "remembered": bool(request.COOKIES.get(settings.SUPPORTER_COOKIE_NAME)),
        "breadcrumbs": [
            (_("Home"), "/"),
            (_("Take part"), "/participer/"),
            (_("Forget this device"), None),
        ],
    }
    return render(request, "participation/forget_device.html", context)
