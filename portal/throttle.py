"""How often one address may do something, counted in the cache that all processes share."""

import hashlib
import hmac
from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

# Told once when a limit is reached in a window: its scope, and a name for who reached it.
Witness = Callable[[str, str], None]
_witnesses: list[Witness] = []


def register_witness(witness: Witness) -> None:
    """Adds somebody to tell; called while the application starts. A second call is ignored."""
    if witness not in _witnesses:
        _witnesses.append(witness)


def client_key(request: HttpRequest) -> str:
    """A name for the address a request comes from: keyed, changed every day, never the address."""
    header = settings.CLIENT_ADDRESS_HEADER
    address = request.META.get(header, "").split(",")[-1].strip() or request.META["REMOTE_ADDR"]
    return _keyed(_network(address))


def address_key(email: str) -> str:
    """A name for an e-mail address: keyed, changed every day, never the address."""
    return _keyed(email.strip().lower())


def take(scope: str, key: str, *, limit: int, seconds: int) -> bool:
    """Counts one more try; False once `limit` tries were made within the window of `seconds`."""
    name = _name(scope, key, seconds)
    if cache.add(name, 1, seconds):
        return True
    try:
        count = int(cache.incr(name))
    except ValueError:  # It expired between the two.
        cache.set(name, 1, seconds)
        return True
    if count == limit + 1:
        for witness in _witnesses:
            # Keyed again: some limits count by a receipt, which opens what it names.
            witness(scope, _keyed(key)[:12])
    return count <= limit


def exhausted(scope: str, key: str, *, limit: int, seconds: int) -> bool:
    """Whether every try of this window was already taken; counts nothing."""
    return int(cache.get(_name(scope, key, seconds), 0)) >= limit


def _name(scope: str, key: str, seconds: int) -> str:
    window = int(timezone.now().timestamp()) // seconds
    return f"throttle:{scope}:{key}:{window}"


def _network(address: str) -> str:
    """The address, or the /64 an IPv6 visitor may turn through at will."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ip_network((parsed, 64), strict=False))


def _keyed(name: str) -> str:
    day = timezone.localdate().isoformat()
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{day}:{name}".encode(), hashlib.sha256)
    return digest.hexdigest()[:32]
