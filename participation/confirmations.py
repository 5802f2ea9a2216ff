"""The key inside a mailed link, by which somebody proves to read an address. Pure."""

from django.core import signing

_SALT = "participation.confirmation"


class BadKey(ValueError):
    """The link was not made by this portal, not for this contribution, or is incomplete."""


class OldKey(BadKey):
    """The link was right, too long ago."""


def _signed_words(receipt: str, email: str) -> str:
    # With the address: a link sent to another one, corrected since, proves nothing.
    return f"{receipt} {email.lower()}"


def new_key(*, receipt: str, email: str) -> str:
    """The end of a link for this receipt and address: a moment and a signature."""
    words = _signed_words(receipt, email)
    return signing.TimestampSigner(salt=_SALT).sign(words).removeprefix(f"{words}:")


def check_key(key: str, *, receipt: str, email: str, days: int) -> None:
    """Raises BadKey, or OldKey when the link is older than so many days."""
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        signer.unsign(f"{_signed_words(receipt, email)}:{key}", max_age=days * 24 * 3600)
    except signing.SignatureExpired as error:
        raise OldKey from error
    except signing.BadSignature as error:
        raise BadKey from error
