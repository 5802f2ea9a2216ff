"""What the city configured of each provider, as the environment gives it; nothing else decides."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from .enums import ProviderId

_WELL_KNOWN = "/.well-known/openid-configuration"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Client:
    """The city as one provider knows it."""

    provider: ProviderId
    client_id: str
    secret: str = field(repr=False)
    discovery_url: str
    scopes: tuple[str, ...]
    # The levels accepted, sent as acr_values; none: the parameter is not sent.
    acrs: tuple[str, ...]
    # Numbers of the employers whose agents may enter; ProConnect only.
    sirets: tuple[str, ...] = ()
    # Hosts besides that of the discovery address.
    more_hosts: tuple[str, ...] = ()

    @property
    def issuer(self) -> str:
        """OpenID Connect Discovery 4.3: the address of the document begins with the issuer."""
        return self.discovery_url.removesuffix(_WELL_KNOWN)

    @property
    def hosts(self) -> frozenset[str]:
        """The only hosts that are ever called, or that a browser is sent to."""
        return frozenset({urlsplit(self.discovery_url).netloc, *self.more_hosts})


def clients() -> list[Client]:
    """The providers that are configured, residents' first."""
    given: dict[str, Any] = settings.IDENTITY_PROVIDERS
    return [
        Client(provider=provider, **given[provider]) for provider in ProviderId if provider in given
    ]


def client_of(provider: str) -> Client | None:
    """The configuration of a provider; None when it does not exist for this portal."""
    return next((client for client in clients() if client.provider == provider), None)


def may_call(url: str, hosts: frozenset[str]) -> bool:
    """Whether an address is on a host that was configured, in HTTPS outside this machine."""
    parts = urlsplit(url)
    plain_allowed = parts.hostname in _LOOPBACK
    return (
        parts.scheme == "https" or (parts.scheme == "http" and plain_allowed)
    ) and parts.netloc in hosts
