"""Receipt numbers: unguessable, easy to copy by hand, with a check character. Pure."""

import secrets

# Crockford's base 32: no I, L, O or U, so that nothing can be misread or spell a word.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_LENGTH = 9  # 45 bits: a million receipts leave one guess in 35 million.
LENGTH = RANDOM_LENGTH + 1
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u00a0": None})
_VALUES = {char: value for value, char in enumerate(ALPHABET)}


def _times_alpha(value: int) -> int:
    """Multiplication by the generator of GF(32), polynomial x⁵ + x² + 1."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled


def check_character(body: str) -> str:
    """The character that makes the weighted sum of the whole number zero in GF(32).

    Weights are successive powers of the generator: any single wrong character, and any two
    neighbours exchanged, change the sum.
    """
    total = 0
    for char in body:
        total = _times_alpha(total ^ _VALUES[char])
    return ALPHABET[total]


def new_receipt() -> str:
    """A receipt number nobody can guess, in its stored form (ten characters)."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH))
    return body + check_character(body)


def normalise(typed: str) -> str | None:
    """The stored form of a number as somebody typed it, or None when it cannot be one.

    Case, spaces and hyphens do not count; O is read as 0, I and L as 1.
    """
    number = typed.upper().translate(_MISREAD)
    if len(number) != LENGTH or any(char not in _VALUES for char in number):
        return None
    return number if check_character(number[:-1]) == number[-1] else None


def display(number: str) -> str:
    """The number as it is printed: two groups of five."""
    return f"{number[:5]}-{number[5:]}"
