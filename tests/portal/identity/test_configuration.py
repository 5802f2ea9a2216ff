"""What the environment configures: absent, a provider does not exist; wrong, nothing starts."""

import runpy
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.identity.configuration import Client, client_of, clients, may_call
from portal.identity.enums import ProviderId
from tests.support import house
from tests.support.html import soup

FRANCECONNECT = {
    "FRANCECONNECT_CLIENT_ID": "ville",
    "FRANCECONNECT_CLIENT_SECRET": "un secret",
    "FRANCECONNECT_DISCOVERY_URL": (
        "https://oidc.franceconnect.example/api/v2/.well-known/openid-configuration"
    ),
}
PROCONNECT = {
    "PROCONNECT_CLIENT_ID": "ville",
    "PROCONNECT_CLIENT_SECRET": "un secret",
    "PROCONNECT_DISCOVERY_URL": (
        "https://auth.proconnect.example/api/v2/.well-known/openid-configuration"
    ),
    "PROCONNECT_SIRETS": "21940041700018, 26940041700018",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("SCOPES", "ACR", "HOSTS", *[each.partition("_")[2] for each in PROCONNECT]):
        monkeypatch.delenv(f"FRANCECONNECT_{name}", raising=False)
        monkeypatch.delenv(f"PROCONNECT_{name}", raising=False)
    return monkeypatch


def _given(environment: pytest.MonkeyPatch, **values: str) -> dict[str, Any]:
    for name, value in values.items():
        environment.setenv(name, value)
    return runpy.run_path(str(house.ROOT / "portal" / "settings" / "identity.py"))


def test_nothing_given_is_no_provider(environment):
    found = _given(environment)

    assert (found["IDENTITY_PROVIDERS"], found["IDENTITY_ORIGINS"]) == ({}, [])


def test_both_given(environment, settings):
    found = _given(environment, **FRANCECONNECT, **PROCONNECT)

    settings.IDENTITY_PROVIDERS = found["IDENTITY_PROVIDERS"]
    residents, agents = clients()
    assert residents.scopes == ("openid", "email")
    assert residents.acrs == ("eidas1",)
    assert residents.issuer == "https://oidc.franceconnect.example/api/v2"
    assert residents.hosts == {"oidc.franceconnect.example"}
    assert agents.sirets == ("21940041700018", "26940041700018")
    assert (agents.provider, agents.acrs) == (ProviderId.PROCONNECT, ())
    assert found["IDENTITY_ORIGINS"] == [
        "https://auth.proconnect.example",
        "https://oidc.franceconnect.example",
    ]


def test_choices_of_the_city(environment, settings):
    more = {
        "FRANCECONNECT_SCOPES": "openid",
        "FRANCECONNECT_ACR": "eidas2",
        "FRANCECONNECT_HOSTS": "jetons.franceconnect.example",
    }
    found = _given(environment, **FRANCECONNECT, **more)

    settings.IDENTITY_PROVIDERS = found["IDENTITY_PROVIDERS"]
    client = client_of("franceconnect")
    assert client is not None
    assert (client.scopes, client.acrs) == (("openid",), ("eidas2",))
    assert "jetons.franceconnect.example" in client.hosts
    assert "https://jetons.franceconnect.example" in found["IDENTITY_ORIGINS"]


@pytest.mark.parametrize("name", [*list(FRANCECONNECT)[1:], *list(PROCONNECT)[1:]])
def test_half_a_configuration_does_not_start(environment, name):
    given = {**FRANCECONNECT, **PROCONNECT}
    del given[name]

    with pytest.raises(ImproperlyConfigured, match=name):
        _given(environment, **given)


@pytest.mark.parametrize(
    "address",
    [
        "http://oidc.franceconnect.example/api/v2/.well-known/openid-configuration",
        "https://oidc.franceconnect.example/api/v2/",
        "ftp://oidc.franceconnect.example/.well-known/openid-configuration",
        "n’importe quoi",
    ],
)
def test_address_that_is_not_a_document_in_https_does_not_start(environment, address):
    with pytest.raises(ImproperlyConfigured, match="FRANCECONNECT_DISCOVERY_URL"):
        _given(environment, **{**FRANCECONNECT, "FRANCECONNECT_DISCOVERY_URL": address})


@pytest.mark.parametrize("sirets", ["", "2194004170001", "2194004170001a", "toutes"])
def test_employers_that_are_no_numbers_do_not_start(environment, sirets):
    with pytest.raises(ImproperlyConfigured, match="PROCONNECT_SIRETS"):
        _given(environment, **{**PROCONNECT, "PROCONNECT_SIRETS": sirets})


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://a.example/x", True),
        ("http://a.example/x", False),
        ("https://b.example/x", False),
        ("https://a.example:8443/x", False),
        ("https://a.example.evil.example/x", False),
        ("https://moi@a.example/x", False),
        ("http://127.0.0.1:8/x", True),
        ("file://a.example/x", False),
        ("//a.example/x", False),
    ],
)
def test_calls_stay_on_known_hosts(url, allowed):
    assert may_call(url, frozenset({"a.example", "127.0.0.1:8"})) is allowed


@pytest.mark.django_db
def test_without_provider_no_button(client, portal_site):
    for address in ("/compte/login/", "/compte/signup/"):
        assert soup(client.get(address)).select(".identities") == []


@pytest.mark.django_db
def test_buttons_stand_beside_the_local_ways(franceconnect, proconnect, client):
    for address in ("/compte/login/", "/compte/signup/"):
        page = soup(client.get(f"{address}?next=/participer/"))
        forms = page.select(".identities form")
        assert [form["action"] for form in forms] == [
            "/compte/identites/franceconnect/entrer/",
            "/compte/identites/proconnect/entrer/",
        ]
        assert {form.find("input", {"name": "next"})["value"] for form in forms} == {"/participer/"}
        assert [link["href"] for link in page.select(".identity-way p a")] == [
            "https://franceconnect.gouv.fr/",
            "https://www.proconnect.gouv.fr/",
        ]
        assert page.find("input", {"name": "email"}) or page.find("input", {"name": "login"})
    assert franceconnect.asked == [], "showing a button asks nobody anything"


def test_secret_is_not_shown_by_chance():
    client = Client(ProviderId.FRANCECONNECT, "ville", "un secret", "https://x", (), ())

    assert "un secret" not in repr(client)
