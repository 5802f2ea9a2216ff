"""Providers in trouble: too slow, too long, absent, or sending elsewhere; each refused in time."""

import pytest

from portal.identity import calls
from portal.identity.enums import Reason
from tests.support.openid_provider import dripping, oversize, redirecting, silent, unavailable
from tests.support.refusals import assert_refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def impatient(monkeypatch):
    """Waits of seconds are tenths here: what is tested is that they end."""
    monkeypatch.setattr(calls, "READ_SECONDS", 0.5)
    monkeypatch.setattr(calls, "WHOLE_SECONDS", 0.8)


TROUBLES = {
    "too much": (oversize, Reason.ANSWER_TOO_BIG),
    "nothing": (silent, Reason.PROVIDER_SLOW),
    "one character after the other": (dripping, Reason.PROVIDER_SLOW),
}


@pytest.mark.parametrize("place", [".well-known/openid-configuration", "jwks", "token", "userinfo"])
@pytest.mark.parametrize("name", TROUBLES)
@pytest.mark.usefixtures("impatient")
def test_provider_in_trouble(franceconnect, person, name, place):
    trouble, reason = TROUBLES[name]
    if place.startswith("."):
        franceconnect.troubles = {place: trouble}
        response = person.leaves(franceconnect)
    else:
        left = person.leaves(franceconnect)
        franceconnect.troubles = {place: trouble}
        response = person.returns(person.agrees(left.url))

    assert_refused(person, response, "franceconnect", reason)


@pytest.mark.parametrize("trouble", [unavailable, redirecting])
def test_provider_that_is_broken_or_sends_elsewhere(franceconnect, person, trouble):
    franceconnect.troubles = {".well-known/openid-configuration": trouble}

    response = person.leaves(franceconnect)

    assert_refused(person, response, "franceconnect", Reason.PROVIDER_DOWN)


def test_provider_that_is_not_there(franceconnect, person, settings):
    known = settings.IDENTITY_PROVIDERS["franceconnect"]
    address = "http://127.0.0.1:9/api/v2/.well-known/openid-configuration"
    settings.IDENTITY_PROVIDERS = {"franceconnect": {**known, "discovery_url": address}}

    response = person.leaves(franceconnect)

    assert_refused(person, response, "franceconnect", Reason.PROVIDER_DOWN)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"issuer": "https://autre.example/api/v2"}, Reason.DISCOVERY_WRONG),
        ({"token_endpoint": None}, Reason.DISCOVERY_WRONG),
        ({"token_endpoint": "https://autre.example/token"}, Reason.HOST_UNKNOWN),
        ({"jwks_uri": "https://autre.example/jwks"}, Reason.HOST_UNKNOWN),
        ({"authorization_endpoint": "javascript:alert(1)"}, Reason.HOST_UNKNOWN),
        ({"userinfo_endpoint": "ftp://autre.example/etc"}, Reason.HOST_UNKNOWN),
        ({"end_session_endpoint": "https://autre.example/end"}, Reason.HOST_UNKNOWN),
    ],
)
def test_published_document_that_leads_elsewhere(franceconnect, person, changes, reason):
    franceconnect.discovery = changes

    response = person.leaves(franceconnect)

    assert_refused(person, response, "franceconnect", reason)
