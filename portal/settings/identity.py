"""FranceConnect and ProConnect: they exist when the environment names them, and only then."""

from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_env = environ.Env()
_WELL_KNOWN = "/.well-known/openid-configuration"
# What is asked of each: an address to write to, which is not believed (FranceConnect) or is the
# employer's (ProConnect), and the employer's number. No name, no birth date.
_SCOPES = {"franceconnect": "openid email", "proconnect": "openid email siret"}
_ACRS = {"franceconnect": "eidas1", "proconnect": ""}


def _text(name: str, default: str = "") -> str:
    return _env.str(name, default="").strip() or default


def _words(name: str, default: str = "") -> tuple[str, ...]:
    return tuple(_text(name, default).replace(",", " ").split())


def provider(name: str) -> dict[str, Any] | None:
    """A provider as the environment gives it; None without client identifier."""
    prefix = name.upper()
    client_id = _text(f"{prefix}_CLIENT_ID")
    if not client_id:
        return None
    found: dict[str, Any] = {"client_id": client_id}
    for field in ("SECRET", "DISCOVERY_URL"):
        variable = f"{prefix}_{'CLIENT_' if field == 'SECRET' else ''}{field}"
        value = _text(variable)
        if not value:
            raise ImproperlyConfigured(f"{prefix}_CLIENT_ID is set and {variable} is not.")
        found[field.lower()] = value
    address = str(found["discovery_url"])
    parts = urlsplit(address)
    loopback = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if not address.endswith(_WELL_KNOWN) or not (parts.scheme == "https" or loopback):
        raise ImproperlyConfigured(f"{prefix}_DISCOVERY_URL must be https://…{_WELL_KNOWN}")
    found["scopes"] = _words(f"{prefix}_SCOPES", _SCOPES[name])
    found["acrs"] = _words(f"{prefix}_ACR", _ACRS[name])
    found["more_hosts"] = _words(f"{prefix}_HOSTS")
    if name == "proconnect":
        found["sirets"] = _sirets()
    return found


def _sirets() -> tuple[str, ...]:
    """The city's own numbers: without them, any professional of France would be an agent."""
    sirets = _words("PROCONNECT_SIRETS")
    if not sirets or not all(len(siret) == 14 and siret.isdigit() for siret in sirets):
        raise ImproperlyConfigured("PROCONNECT_SIRETS must list the city's SIRET (14 digits each).")
    return sirets


def origins(providers: dict[str, dict[str, Any]]) -> list[str]:
    """Where a form of ours may lead: browsers hold redirections of a form to `form-action`."""
    found = []
    for one in providers.values():
        parts = urlsplit(str(one["discovery_url"]))
        found += [f"{parts.scheme}://{host}" for host in (parts.netloc, *one["more_hosts"])]
    return sorted(set(found))


IDENTITY_PROVIDERS: dict[str, dict[str, Any]] = {
    name: found for name in ("franceconnect", "proconnect") if (found := provider(name))
}
IDENTITY_ORIGINS = origins(IDENTITY_PROVIDERS)

SOCIALACCOUNT_ADAPTER = "portal.identity.adapters.IdentityAdapter"
# Nothing of a provider is kept but the identifier by which it knows the person.
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
# Departures for a provider from one connection within an hour: a town hall shares one.
IDENTITY_LIMIT = 300
# How long a person may take at the provider, and then to choose between two accounts.
IDENTITY_STATE_SECONDS = 600
IDENTITY_CHOICE_SECONDS = 900
# How recent a sign-in must be before an identity is linked or removed.
IDENTITY_PROOF_SECONDS = 900
