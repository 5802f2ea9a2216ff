"""The two providers on loopback, a portal that knows them, and a person with a browser."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from wagtail.models import Site

from portal.accounts.models import User
from tests.support.client import StrictClient
from tests.support.openid_provider import OpenIDProvider, serving
from tests.support.person import Person

SIRET = "21940041700018"


def configured(provider: OpenIDProvider, **changes: Any) -> dict[str, Any]:
    """The portal's configuration of a provider, as portal.settings.identity makes it."""
    agents = provider.name == "proconnect"
    return {
        "client_id": provider.client_id,
        "secret": provider.secret,
        "discovery_url": provider.discovery_url,
        "scopes": ("openid", "email", "siret") if agents else ("openid", "email"),
        "acrs": () if agents else ("eidas1",),
        "more_hosts": (),
        "sirets": (SIRET,) if agents else (),
        **changes,
    }


def _known_to(provider: OpenIDProvider) -> OpenIDProvider:
    """The city's addresses, as it registered them."""
    base = "http://testserver/compte/identites"
    provider.redirect_uris = {f"{base}/{provider.name}/retour/"}
    provider.logout_uris = {f"{base}/au-revoir/"}
    return provider


@pytest.fixture
def franceconnect(settings: Any, portal_site: Site) -> Iterator[OpenIDProvider]:
    with serving(OpenIDProvider(name="franceconnect", algorithm="ES256")) as provider:
        found = configured(provider)
        settings.IDENTITY_PROVIDERS = {**settings.IDENTITY_PROVIDERS, "franceconnect": found}
        yield _known_to(provider)


@pytest.fixture
def proconnect(settings: Any, portal_site: Site) -> Iterator[OpenIDProvider]:
    with serving(OpenIDProvider(name="proconnect", algorithm="RS256")) as provider:
        provider.person = {"sub": "agent-0042", "email": "a.martin@ville.example", "siret": SIRET}
        found = configured(provider)
        settings.IDENTITY_PROVIDERS = {**settings.IDENTITY_PROVIDERS, "proconnect": found}
        yield _known_to(provider)


@pytest.fixture
def person(client: StrictClient) -> Person:
    """Somebody whom the portal does not know."""
    return Person(client)


@pytest.fixture
def person_of(client_of: Callable[[User], StrictClient]) -> Callable[[User], Person]:
    """The browser of somebody signed in."""
    return lambda user: Person(client_of(user))
