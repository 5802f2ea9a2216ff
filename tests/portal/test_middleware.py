"""Headers: which policy, and who may keep a page for how long."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory

from portal.middleware import anonymous_cache, headers

PUBLIC = "max-age=0, public, s-maxage=60"
PRIVATE = {"private", "no-store"}


def _through(request: HttpRequest, response: HttpResponse, *, token: bool = False) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        if token:
            get_token(request)
        return response

    return anonymous_cache(view)(request)


def _directives(response: HttpResponse) -> set[str]:
    return set(response.headers["Cache-Control"].split(", "))


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("status", [200, 301, 404])
def test_anonymous_pages_may_be_shared(method, status):
    request = getattr(RequestFactory(), method)("/")

    response = _through(request, HttpResponse(status=status))

    assert _directives(response) == {"public", "max-age=0", "s-maxage=60"}
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("status", [302, 400, 403, 429, 500])
def test_other_answers_are_kept_by_nobody(status):
    response = _through(RequestFactory().get("/"), HttpResponse(status=status))

    assert _directives(response) == PRIVATE


def test_what_was_sent_is_kept_by_nobody():
    assert _directives(_through(RequestFactory().post("/"), HttpResponse())) == PRIVATE


def test_pages_of_a_session_are_kept_by_nobody(settings):
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "abc"

    assert _directives(_through(request, HttpResponse())) == PRIVATE


def test_pages_with_a_form_token_are_kept_by_nobody():
    response = _through(RequestFactory().get("/"), HttpResponse(), token=True)

    assert _directives(response) == PRIVATE


def test_pages_that_set_a_cookie_are_kept_by_nobody():
    response = HttpResponse()
    response.set_cookie("affichage", "sombre")

    assert _directives(_through(RequestFactory().get("/"), response)) == PRIVATE


def test_view_that_decides_is_left_alone():
    response = HttpResponse(headers={"Cache-Control": "max-age=3600"})

    assert _through(RequestFactory().get("/"), response).headers["Cache-Control"] == "max-age=3600"


def test_permissions_policy_is_added_unless_stated():
    plain = headers(lambda request: HttpResponse())(RequestFactory().get("/"))
    stated = headers(lambda request: HttpResponse(headers={"Permissions-Policy": "camera=()"}))

    assert "geolocation=()" in plain.headers["Permissions-Policy"]
    assert stated(RequestFactory().get("/")).headers["Permissions-Policy"] == "camera=()"


@pytest.mark.django_db
def test_home_page_may_be_shared_until_somebody_signs_in(client, client_of, portal_site, resident):
    anonymous = client.get("/")
    signed_in = client_of(resident).get("/")

    assert _directives(anonymous) == {"public", "max-age=0", "s-maxage=60"}
    assert not anonymous.cookies
    assert _directives(signed_in) == PRIVATE


@pytest.mark.django_db
def test_page_not_found_reads_well(client, portal_site):
    response = client.get("/rien/ici/")

    assert response.status_code == 404
    assert "no-store" not in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_admin_is_not_open_to_visitors(client, portal_site):
    response = client.get("/admin/")

    assert response.status_code == 302
    assert response.url.startswith(("/compte/", "/admin/login/"))
    assert "no-store" in response.headers["Cache-Control"]
