"""An e-mail address as a keyed digest: the same address is found again, none can be read. Pure."""

import hashlib
import hmac

from django.conf import settings
from django.utils.encoding import force_str


def email_digest(email: str) -> str:
    """The digest of an address, under the portal's present key."""
    return _digest(email, settings.SECRET_KEY)


def email_digests(email: str) -> list[str]:
    """Every digest an address may have been kept under: present key first, then older ones."""
    return [_digest(email, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def text_digest(text: str) -> str:
    """The digest of words shown: equal words, equal digest."""
    return hashlib.sha256(text.encode()).hexdigest()


def _digest(email: str, key: str | bytes) -> str:
    derived = f"portal.privacy.email:{force_str(key)}".encode()
    return hmac.new(derived, email.strip().lower().encode(), hashlib.sha256).hexdigest()
