"""Amounts: exact numbers read from text, and exact numbers written for people and machines.

An amount is an `int` where it can be and a `Fraction` where it must be; never a float.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Number = int | Fraction

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+|[0-9]+/[0-9]*[1-9][0-9]*)")
# No budget on earth has more digits; longer ones only slow the count down.
_LONGEST = 40


def simplest(value: Number) -> Number:
    """The same number, as an `int` when it is whole."""
    return int(value) if value.denominator == 1 else value


def read_number(text: str) -> Number:
    """The exact value of a decimal such as `1200`, `12.5` or `12,5`, or of a quotient.

    Raises:
        ValueError: when the text is nothing of the kind, or an absurdly long one.
    """
    text = text.strip()
    if len(text) > _LONGEST or not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    if text.isdigit():
        return int(text)
    return simplest(Fraction(text.replace(",", ".")))


def read_whole(text: str) -> int:
    """The value of a whole number without sign.

    Raises:
        ValueError: when the text is anything else.
    """
    value = read_number(text)
    if value != int(value) or value < 0:
        raise ValueError(text)
    return int(value)


def exact_text(value: Number) -> str:
    """`p` or `p/q`, in lowest terms: what `Fraction` reads back."""
    return str(Fraction(value))


def decimal_text(value: Number, digits: int = 2) -> str:
    """The value rounded half up at that many digits, with a point: for machines and pages."""
    scale = 10**digits
    number = Fraction(value)
    scaled = (abs(number.numerator) * scale * 2 + number.denominator) // (number.denominator * 2)
    sign = "-" if number < 0 and scaled else ""
    if not digits:
        return f"{sign}{scaled}"
    return f"{sign}{scaled // scale}.{scaled % scale:0{digits}d}"


def plain(value: Number) -> int | str:
    """What goes in JSON: an integer, or the exact text of what is no integer."""
    value = simplest(value)
    return value if isinstance(value, int) else exact_text(value)
