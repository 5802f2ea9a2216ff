"""Signing out here and at the provider, and coming back from there."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from portal.security.models import SecurityEvent
from tests.support.openid_provider import unavailable

pytestmark = pytest.mark.django_db


def test_signing_out_ends_both_sessions(proconnect, person):
    person.opens_account(proconnect)

    left = person.client.post("/compte/logout/")

    assert person.user is None
    asked = parse_qs(urlsplit(left.url).query)
    assert left.url.startswith(f"{proconnect.issuer}/session/end?")
    assert set(asked) == {"id_token_hint", "state", "post_logout_redirect_uri"}
    answer = requests.get(left.url, allow_redirects=False, timeout=5)
    assert answer.status_code == 303, "the provider knows the address and takes the state"
    back = person.client.get(answer.headers["Location"].removeprefix("http://testserver"))
    assert back.url == "/"
    assert "identity_leaving" not in person.client.session
    assert "messages" in person.client.cookies
    assert not SecurityEvent.objects.filter(event="identity.refused").exists()


@pytest.mark.parametrize("state", ["", "faux", "x" * 43])
def test_return_with_another_state_is_noted(proconnect, person, state):
    person.opens_account(proconnect)
    person.client.post("/compte/logout/")

    back = person.client.get("/compte/identites/au-revoir/", {"state": state})

    assert back.url == "/"
    event = SecurityEvent.objects.latest("pk")
    assert event.details == {"provider": "proconnect", "reason": "logout_state_wrong"}


def test_return_does_not_sign_out_whoever_is_signed_in(proconnect, person):
    """A link of another site to this address ends nobody's session."""
    person.opens_account(proconnect)

    person.client.get("/compte/identites/au-revoir/", {"state": "faux"})

    assert person.user is not None


def test_return_serves_once(proconnect, person):
    person.opens_account(proconnect)
    left = person.client.post("/compte/logout/")
    state = parse_qs(urlsplit(left.url).query)["state"][0]
    person.client.get("/compte/identites/au-revoir/", {"state": state})

    person.client.get("/compte/identites/au-revoir/", {"state": state})

    assert SecurityEvent.objects.latest("pk").details["reason"] == "logout_state_wrong"


def test_who_entered_by_a_password_leaves_at_once(proconnect, person_of, resident):
    person = person_of(resident)

    assert person.client.post("/compte/logout/").url == "/"


def test_provider_that_is_down_keeps_nobody_signed_in(proconnect, person):
    from django.core.cache import cache  # noqa: PLC0415

    person.opens_account(proconnect)
    cache.clear()
    proconnect.troubles = {".well-known/openid-configuration": unavailable}

    response = person.client.post("/compte/logout/")

    assert response.url == "/"
    assert person.user is None


def test_provider_without_sign_out_is_left_alone(proconnect, person):
    proconnect.discovery = {"end_session_endpoint": None}
    document = proconnect.document()
    proconnect.document = lambda: {  # type: ignore[method-assign]
        name: value for name, value in document.items() if name != "end_session_endpoint"
    }
    person.opens_account(proconnect)

    assert person.client.post("/compte/logout/").url == "/"


def test_provider_taken_out_of_the_configuration_is_left_alone(proconnect, person, settings):
    person.opens_account(proconnect)
    settings.IDENTITY_PROVIDERS = {}

    assert person.client.post("/compte/logout/").url == "/"


def test_sign_out_page_asks_first(proconnect, person):
    person.opens_account(proconnect)

    assert person.client.get("/compte/logout/").status_code == 200
    assert person.user is not None
