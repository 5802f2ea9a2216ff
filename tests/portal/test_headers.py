"""Headers of every class of address, as production sends them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from django.urls import include, path, re_path

from portal import media, urls
from portal.cms.models import PortalDocument
from tests.factories.accounts import SuperuserFactory
from tests.factories.participation import IdeaConsultationFactory, published_idea
from tests.support.page_forms import from_page

pytestmark = pytest.mark.django_db
PRODUCTION = {
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_SSL_REDIRECT": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-session",
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "SCHEME_COOKIE_NAME": "__Host-affichage",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
}
EVERYWHERE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "Reporting-Endpoints": 'csp="/csp-rapports/"',
}
INERT = "default-src 'none'; sandbox"


def broken(request: Any) -> None:
    raise RuntimeError("on purpose")


urlpatterns = [
    re_path(r"^media/(?P<path>images/.+)$", media.picture),
    path("casse/", broken),
    path("", include(urls.urlpatterns)),
]
handler500 = "django.views.defaults.server_error"


@pytest.fixture
def browser(portal_site: Any, tmp_path: Path) -> Any:
    """A visitor of a site served as production is."""
    with override_settings(**PRODUCTION, ROOT_URLCONF=__name__, MEDIA_ROOT=tmp_path):
        yield Client(raise_request_exception=False)


@pytest.fixture
def addresses() -> dict[str, str]:
    """One address of each class; the values are a part of its policy."""
    call = IdeaConsultationFactory.create()
    published_idea(call)
    picture = default_storage.save("images/essai.png", ContentFile(b"\x89PNG\r\n\x1a\n"))
    document = PortalDocument.objects.create(
        title="Plan", file=ContentFile(b"un;deux\n", name="plan.csv")
    )
    public = "default-src 'self'"
    return {
        "/": public,
        f"/participer/{call.slug}/": public,
        f"/participer/{call.slug}/contribuer/": public,
        f"/participer/{call.slug}/idees.csv": public,
        f"/participer/{call.slug}/idees.json": public,
        f"/participer/{call.slug}/idees/flux/": public,
        "/actualites/flux/": public,
        "/sitemap.xml": public,
        "/robots.txt": public,
        "/.well-known/security.txt": public,
        "/.well-known/change-password": public,
        "/compte/login/": public,
        "/healthz/live": public,
        "/theme.css": public,
        "/nulle/part/": public,
        "/casse/": public,
        "/static/portal/css/base.css": public,
        "/admin/": public,
        f"/{picture and 'media/' + picture}": INERT,
        document.url: INERT,
    }


def test_every_class_of_address_has_its_headers(browser, addresses):
    missing = []
    for address, policy in addresses.items():
        response = browser.get(address, secure=True)
        got = dict(response.headers)
        missing += [
            f"{address}: {name} is {got.get(name)!r}"
            for name, value in EVERYWHERE.items()
            if got.get(name) != value
        ]
        if policy not in got.get("Content-Security-Policy", ""):
            missing.append(f"{address}: policy is {got.get('Content-Security-Policy')!r}")
        if "geolocation=()" not in got.get("Permissions-Policy", ""):
            missing.append(f"{address}: no Permissions-Policy")
        if "Cache-Control" not in got:
            missing.append(f"{address}: nothing says who may keep it")
        if response.streaming:
            b"".join(response.streaming_content)
    assert missing == []


def test_pages_and_admin_refuse_frames_of_others(browser, addresses):
    for address in ("/", "/compte/login/", "/nulle/part/"):
        response = browser.get(address, secure=True)
        assert response.headers["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}, address
        assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]


def test_plain_http_goes_to_https(browser):
    response = browser.get("/participer/")

    assert (response.status_code, response.url) == (301, "https://testserver/participer/")


def test_every_cookie_belongs_to_this_host(browser):
    user = SuperuserFactory.create()
    call = IdeaConsultationFactory.create()
    browser.get(f"/participer/{call.slug}/contribuer/", secure=True)
    browser.post("/affichage/", from_page(affichage="sombre", suite="/"), secure=True)
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    browser.get("/admin/", secure=True)
    browser.post("/compte/logout/", secure=True)

    assert len(browser.cookies) >= 3
    for name, cookie in browser.cookies.items():
        if name == "messages":
            continue  # Its name is read when Django starts: see the settings tests.
        assert name.startswith("__Host-"), name
        assert cookie["secure"], name
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert cookie["samesite"] == "Lax"


def test_pictures_are_shown_and_other_media_saved(browser):
    shown = default_storage.save("images/joli dessin.png", ContentFile(b"\x89PNG\r\n\x1a\n"))
    page = default_storage.save("images/page.html", ContentFile(b"<script>alert(1)</script>"))
    drawing = default_storage.save("images/dessin.svg", ContentFile(b"<svg onload='alert(1)'/>"))

    for name, kind, disposition in (
        (shown, "image/png", "inline"),
        (page, "application/octet-stream", "attachment"),
        (drawing, "application/octet-stream", "attachment"),
    ):
        response = browser.get(f"/media/{name}", secure=True)
        assert response.headers["Content-Type"] == kind
        assert response.headers["Content-Disposition"].startswith(f"{disposition}; filename=")
        assert response.headers["Content-Security-Policy"].startswith(INERT)
        b"".join(response.streaming_content)


@pytest.mark.parametrize("name", ["plan.pdf", "liste.csv"])
def test_documents_are_saved_never_opened(browser, name):
    document = PortalDocument.objects.create(title="x", file=ContentFile(b"%PDF-1.7", name=name))

    response = browser.get(document.url, secure=True)

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"].startswith(INERT)
    b"".join(response.streaming_content)
