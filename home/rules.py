"""What the contact form needs before a message may be kept. Pure: no query, no write."""

from participation.enums import WISHES_WITH_ANSWER


def needs_address(wish: str) -> bool:
    """Whether the wish has no sense without an address to answer to."""
    return wish in WISHES_WITH_ANSWER
