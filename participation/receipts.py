"""Receipt numbers: unguessable, easy to copy by hand, with a check character. Pure."""

from portal import paper_codes
from portal.paper_codes import ALPHABET, check_character

__all__ = [
    "ALPHABET",
    "LENGTH",
    "RANDOM_LENGTH",
    "check_character",
    "display",
    "new_receipt",
    "normalise",
]

RANDOM_LENGTH = 9  # 45 bits: a million receipts leave one guess in 35 million.
LENGTH = RANDOM_LENGTH + 1


def new_receipt() -> str:
    """A receipt number nobody can guess, in its stored form (ten characters)."""
    return paper_codes.new_code(LENGTH)


def normalise(typed: str) -> str | None:
    """The stored form of a number as somebody typed it, or None when it cannot be one.

    Case, spaces and hyphens do not count; O is read as 0, I and L as 1.
    """
    return paper_codes.normalise(typed, LENGTH)


def display(number: str) -> str:
    """The number as it is printed: two groups of five."""
    return f"{number[:5]}-{number[5:]}"
