"""How often one address may do something, counted in the cache that all processes share."""

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone


def client_key(request: HttpRequest) -> str:
    """A name for the address a request comes from: keyed, changed every day, never the address."""
    header = settings.CLIENT_ADDRESS_HEADER
    address = request.META.get(header, "").split(",")[-1].strip() or request.META["REMOTE_ADDR"]
    day = timezone.localdate().isoformat()
    return hmac.new(
        settings.SECRET_KEY.encode(), f"{day}:{address}".encode(), hashlib.sha256
    ).hexdigest()[:32]


def take(scope: str, key: str, *, limit: int, seconds: int) -> bool:
    """Counts one more try; False once `limit` tries were made within `seconds`."""
    name = f"throttle:{scope}:{key}"
    if cache.add(name, 1, seconds):
        return True
    try:
        return int(cache.incr(name)) <= limit
    except ValueError:  # It expired between the two.
        cache.set(name, 1, seconds)
        return True
