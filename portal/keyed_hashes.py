"""Recognising what was typed without keeping it: hashes under a key that only this portal has."""

import hashlib
import hmac

from django.conf import settings
from django.utils.encoding import force_str


def keyed(purpose: str, value: str) -> str:
    """The hash under which a value is kept; of no use without the portal's key."""
    return _hash(settings.SECRET_KEY, purpose, value)


def keyed_now_or_before(purpose: str, value: str) -> list[str]:
    """Every hash under which a value may be kept: today's key, then the former ones."""
    keys = [settings.SECRET_KEY, *map(force_str, settings.SECRET_KEY_FALLBACKS)]
    return [_hash(key, purpose, value) for key in keys]


def _hash(key: str, purpose: str, value: str) -> str:
    own = hashlib.sha256(f"portal.keyed:{purpose}:{key}".encode()).digest()
    return hmac.new(own, value.encode(), hashlib.sha256).hexdigest()
