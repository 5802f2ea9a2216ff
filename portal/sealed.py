"""What a mailed link carries, sealed: nobody reads it, nobody makes one, it ends; kept secrets."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_str

# Longer than any seal of ours: what comes from an address is not read without bound.
_LONGEST = 2_000


class BadSeal(ValueError):
    """It was not sealed by this portal, or for another purpose."""


class SealExpired(BadSeal):
    """It was sealed by this portal, too long ago."""


def seal(purpose: str, *values: str | int) -> str:
    """These values as one word for an address; only this portal reads it, for this purpose."""
    # Without its padding: programs that read mails cut a link at an equals sign.
    return _keys(purpose).encrypt(json.dumps(values).encode()).decode().rstrip("=")


def unseal(purpose: str, sealed: str, *, seconds: int) -> list[Any]:
    """The values inside. Raises BadSeal, or SealExpired when older than so many seconds."""
    if len(sealed) > _LONGEST or not sealed.isascii():
        raise BadSeal
    keys, sealed = _keys(purpose), sealed + "=" * (-len(sealed) % 4)
    try:
        keys.decrypt(sealed)
    except InvalidToken as error:
        raise BadSeal from error
    try:
        values: list[Any] = json.loads(keys.decrypt(sealed, ttl=seconds))
    except InvalidToken as error:
        raise SealExpired from error
    return values


def encrypt(purpose: str, text: str) -> str:
    """A secret to keep in the database: readable by this portal only, without end."""
    return _keys(purpose).encrypt(text.encode()).decode()


def decrypt(purpose: str, encrypted: str) -> str:
    """The secret inside. Raises BadSeal when no key of this portal opens it any more."""
    try:
        return _keys(purpose).decrypt(encrypted).decode()
    except InvalidToken as error:
        raise BadSeal from error


def _keys(purpose: str) -> MultiFernet:
    """The keys of a purpose: sealing takes the first, older ones still open (key rotation)."""
    secrets = [settings.SECRET_KEY, *map(force_str, settings.SECRET_KEY_FALLBACKS)]
    digests = (hashlib.sha256(f"portal.sealed:{purpose}:{key}".encode()) for key in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(found.digest())) for found in digests])
