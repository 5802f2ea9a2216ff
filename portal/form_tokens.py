"""A signed number for each form shown: recognised when sent twice, doubted when sent too fast."""

import secrets

from django.conf import settings
from django.core import signing

_SALT = "portal.form"


class BadToken(ValueError):
    """The token was not made by this portal, or too long ago."""


class TooFast(BadToken):
    """The form came back faster than a person reads it; `number` is that of its token."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


def new_token() -> str:
    """A token to hide in a form."""
    return signing.TimestampSigner(salt=_SALT).sign(secrets.token_urlsafe(16))


def number_in(token: str) -> str:
    """The number inside a token that was just made here."""
    return token.partition(":")[0]


def read_token(token: str, *, minimum: int | None = None) -> str:
    """The number inside a token, for storing with what the form sent.

    Raises BadToken when forged or older than FORM_TOKEN_SECONDS, TooFast when younger than
    `minimum` seconds (CONTRIBUTION_MINIMUM_SECONDS unless another is given).
    """
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        number = signer.unsign(token, max_age=settings.FORM_TOKEN_SECONDS)
    except signing.BadSignature as error:
        raise BadToken from error
    if minimum is None:
        minimum = settings.CONTRIBUTION_MINIMUM_SECONDS
    if minimum and _younger_than(signer, token, minimum):
        raise TooFast(number)
    return number


def _younger_than(signer: signing.TimestampSigner, token: str, seconds: int) -> bool:
    try:
        signer.unsign(token, max_age=seconds)
    except signing.SignatureExpired:
        return False
    return True
