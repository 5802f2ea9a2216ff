"""What happens around each request of somebody signed in: their sessions, the door of the admin."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from . import open_sessions as sessions
from .second_factors import admin_decision

View = Callable[[HttpRequest], HttpResponse]


def open_sessions(get_response: View) -> View:
    """Notes, once an hour, that a session is in use; nothing for anybody who is not signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # A page that never looked at the session tells nothing about it either.
        if request.session.accessed and SESSION_KEY in request.session:
            sessions.note(request)
        return response

    return middleware


def second_factor(get_response: View) -> View:
    """Keeps the admin for sessions that proved a second factor: the one place that asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        inside = request.path.startswith(f"/{settings.ADMIN_PATH}")
        if not inside or admin_decision(request):
            return get_response(request)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            raise PermissionDenied
        address = reverse("account_second_factor")
        if request.method == "GET":
            address += "?" + urlencode({"next": request.get_full_path()})
        return redirect(address)

    return middleware
