"""What a provider publishes about itself, its addresses and its keys, kept for an hour."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.cache import cache

from portal.decisions import Refused

from . import calls
from .configuration import Client, may_call
from .enums import Reason
from .signed_tokens import Key, KeyFinder, key_in

KEPT_SECONDS = 3600
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


def document(client: Client) -> dict[str, Any]:
    """The discovery document, believed only as far as it agrees with what was configured.

    Raises Refused: another issuer than the one whose document it is, an address on a host that
    nobody configured, or in plain HTTP.
    """
    found: dict[str, Any] = _kept(client, client.discovery_url, _check_document)
    return found


def _check_document(client: Client, found: Any) -> None:
    if not isinstance(found, dict) or found.get("issuer") != client.issuer:
        raise Refused(Reason.DISCOVERY_WRONG)
    addresses = [found.get(name) for name in _ADDRESSES]
    if "end_session_endpoint" in found:
        addresses.append(found["end_session_endpoint"])
    if not all(isinstance(address, str) for address in addresses):
        raise Refused(Reason.DISCOVERY_WRONG)
    if not all(may_call(str(address), client.hosts) for address in addresses):
        raise Refused(Reason.HOST_UNKNOWN)


def _check_keys(client: Client, found: Any) -> None:
    if not isinstance(found, dict) or not isinstance(found.get("keys"), list):
        raise Refused(Reason.ANSWER_WRONG)


def key_finder(client: Client) -> KeyFinder:
    """Finds keys of the provider; an unknown one has the set read anew, once.

    That is how a provider changes its keys: it publishes the new one, then signs with it.
    """
    address = str(document(client)["jwks_uri"])

    def find(kid: str, algorithm: str) -> Key | None:
        found = key_in(_kept(client, address, _check_keys), kid, algorithm)
        return found or key_in(_kept(client, address, _check_keys, anew=True), kid, algorithm)

    return find


def _kept(
    client: Client, address: str, check: Callable[[Client, Any], None], *, anew: bool = False
) -> Any:
    """What an address publishes, checked whenever it is used, kept only when it is right."""
    name = "identity:" + hashlib.sha256(f"{client.provider} {address}".encode()).hexdigest()
    found = None if anew else cache.get(name)
    if found is None:
        answer = calls.read(address, client.hosts)
        if answer.status != 200:
            raise Refused(Reason.PROVIDER_DOWN)
        try:
            found = json.loads(answer.body)
        except ValueError as error:
            raise Refused(Reason.ANSWER_WRONG) from error
        check(client, found)
        cache.set(name, found, KEPT_SECONDS)
        return found
    check(client, found)
    return found
