"""The mailed link by which a consent is taken back: sealed, it tells nothing. Pure."""

from django.urls import reverse

from portal.sealed import BadSeal, seal, unseal

_PURPOSE = "consent"
# A link in an old mail still works: taking back must stay as easy as giving.
_SECONDS = 5 * 365 * 24 * 3600


def withdrawal_path(consent: int) -> str:
    """The address where a consent is taken back in one press."""
    return reverse("privacy:withdraw", kwargs={"token": seal(_PURPOSE, consent)})


def consent_of(token: str) -> int | None:
    """The consent that a link is about, or None for a link that is not whole."""
    try:
        [consent] = unseal(_PURPOSE, token, seconds=_SECONDS)
    except (BadSeal, ValueError):
        return None
    return consent if isinstance(consent, int) else None
