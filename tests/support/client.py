"""A client that reads each page it gets: a test that meets a faulty page fails."""

from typing import Any

from django.conf import settings
from django.test import Client

from portal.accounts import open_sessions, second_factors

from .page import RULES, RULES_OF_PIECES, complaints_about

# The year 2100: whatever clock a test stops, the session was seen just now.
_FAR_AWAY = 4_102_444_800
# Made by Wagtail, for its own editors.
_NOT_OURS = (f"/{settings.ADMIN_PATH}", "/_util/")


# Fetched by a script, to be put into a page.
_PIECES = ("/proches/",)
_PIECE_WANTED = "difference"


class FaultyPage(AssertionError):
    """A page breaks a rule that every page must respect."""

    def __init__(self, address: str, complaints: list[str]) -> None:
        lines = "\n".join(f"  - {complaint}" for complaint in complaints)
        super().__init__(f"{address} breaks {len(complaints)} rules:\n{lines}")


def _header_complaints(response: Any, *, admin: bool) -> list[str]:
    policy = response.headers.get("Content-Security-Policy", "")
    found = []
    if "default-src 'self'" not in policy:
        found.append(f"headers: content security policy is {policy!r}")
    if "unsafe-" in policy and not admin:
        found.append(f"headers: a public page may not be lax: {policy!r}")
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("headers: X-Content-Type-Options is missing")
    if "Permissions-Policy" not in response.headers:
        found.append("headers: Permissions-Policy is missing")
    return found


def _cookie_complaints(request: dict[str, Any], response: Any, *, anonymous: bool) -> list[str]:
    reading = request["REQUEST_METHOD"] in {"GET", "HEAD"}
    if not (reading and anonymous and response.cookies):
        return []
    if b"csrfmiddlewaretoken" in response.content:
        return []
    return [f"cookies: {sorted(response.cookies)} set on a page without a form"]


def settle(browser: Client) -> None:
    """Marks the session of somebody signed in by `force_login` as one of every day.

    It proved a second factor, so that staff enter the admin, and was seen just now, so that its
    first page costs what the next ones do. Tests of these two rules use a plain client.
    """
    session = browser.session
    session[second_factors.SESSION_KEY] = "test"
    session[open_sessions.SEEN_KEY] = _FAR_AWAY
    session.save()


class StrictClient(Client):
    """Django's client, which refuses pages that break a rule of `tests.support.page`."""

    def force_login(self, user: Any, backend: str | None = None) -> None:
        super().force_login(user, backend)
        settle(self)

    def request(self, **request: Any) -> Any:
        anonymous = settings.SESSION_COOKIE_NAME not in self.cookies
        response = super().request(**request)
        if response.streaming or not response.headers.get("Content-Type", "").startswith(
            "text/html"
        ):
            return response
        address = request["PATH_INFO"]
        admin = address.startswith(_NOT_OURS)
        found = _header_complaints(response, admin=admin)
        if not admin:
            found += _cookie_complaints(request, response, anonymous=anonymous)
            if response.content:
                wanted = request.get("HTTP_X_REQUESTED_WITH") == _PIECE_WANTED
                is_piece = wanted or address.endswith(_PIECES)
                rules = RULES_OF_PIECES if is_piece else RULES
                found += complaints_about(response.content.decode(), rules)
        if found:
            raise FaultyPage(f"{request['REQUEST_METHOD']} {address}", found)
        return response
