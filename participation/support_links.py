"""The link by which an address proves itself and supports: sealed, for one contribution, dated."""

from django.conf import settings

from portal.sealed import BadSeal, seal, unseal

_PURPOSE = "participation.support"


def support_token(contribution_id: int, email: str) -> str:
    """What the link carries; the address cannot be read in it."""
    return seal(_PURPOSE, contribution_id, email.strip().lower())


def address_in(token: str, contribution_id: int) -> str:
    """The address that a link proves, for this contribution.

    Raises BadSeal when it is not one of ours or for another contribution, SealExpired when it is
    older than SUPPORT_LINK_SECONDS.
    """
    values = unseal(_PURPOSE, token, seconds=settings.SUPPORT_LINK_SECONDS)
    if len(values) != 2 or values[0] != contribution_id:
        raise BadSeal
    return str(values[1])
