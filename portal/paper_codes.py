"""Codes to copy from paper: unguessable, no character misread, a check character. Pure."""

import secrets

# Crockford's base 32: no I, L, O or U, so that nothing can be misread or spell a word.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12  # 55 random bits and the check character.
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


def new_code(length: int = LENGTH) -> str:
    """A code nobody can guess, its check character last."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return body + check_character(body)


def normalise(typed: str, length: int = LENGTH) -> str | None:
    """The code as somebody typed it, or None when it cannot be one.

    Case, spaces and hyphens do not count; O is read as 0, I and L as 1.
    """
    code = typed.upper().translate(_MISREAD)
    if len(code) != length or any(char not in _VALUES for char in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def display(code: str) -> str:
    """The code as it is printed, in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
