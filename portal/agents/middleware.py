"""Somebody without account who opened a session with an agent's code is read as an agent."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from .queries import pass_stands

PASS_KEY = "agent_code"  # noqa: S105


class CodeHolder(AnonymousUser):
    """A visitor whose session holds a code of the city: an agent nobody can name."""

    holds_agent_code = True


def agent_pass(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Reads the code in the session of a visitor, and looks at nothing when there is no session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            known = request.user
            request.user = SimpleLazyObject(lambda: _reader(request, known))  # type: ignore[assignment]
        return get_response(request)

    return middleware


def _reader(request: HttpRequest, known: object) -> object:
    if known.is_authenticated or PASS_KEY not in request.session:  # type: ignore[attr-defined]
        # What the lazy object stands for: code asks of what class somebody is.
        return getattr(known, "_wrapped", known)
    if pass_stands(request.session[PASS_KEY], timezone.now()):
        return CodeHolder()
    return AnonymousUser()
