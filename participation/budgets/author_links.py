"""The link by which the author of an idea follows the project made of it: sealed, for one idea."""

from portal.sealed import BadSeal, seal, unseal

_PURPOSE = "budgets.author"
# A budget lasts about a year, from the deposit to the vote.
_SECONDS = 500 * 24 * 3600


def token_of(consent_id: int) -> str:
    """What the link carries; it holds no address and no name."""
    return seal(_PURPOSE, consent_id)


def consent_in(token: str) -> int | None:
    """The consent a link is for; None when this portal did not seal it, or too long ago."""
    try:
        values = unseal(_PURPOSE, token, seconds=_SECONDS)
    except BadSeal:
        return None
    return int(values[0]) if values else None
