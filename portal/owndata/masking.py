"""What surely names a person, looked for in texts and taken out. Pure.

Only what is certain: addresses, numbers, whole names of two words or more. A pseudonym of one word
may be any word.
"""

import re
from collections.abc import Iterable
from typing import Any

_SHORTEST = 4


def certain(values: Iterable[str]) -> list[str]:
    """Those of these names, addresses and numbers that surely mean one person, longest first."""
    kept = {" ".join(value.split()) for value in values}
    sure = {value for value in kept if len(value) >= _SHORTEST and not value.isalpha()}
    return sorted(sure, key=lambda value: (-len(value), value))


def mask(text: str, needles: list[str], word: str) -> str:
    """The text with this word wherever one of them stands, however it is spaced and cased."""
    pattern = _pattern(needles)
    return pattern.sub(lambda _found: word, text) if pattern else text


def masked(value: Any, needles: list[str], word: str) -> Any:
    """A value of JSON with every text in it masked; keys stay."""
    if isinstance(value, str):
        return mask(value, needles, word)
    if isinstance(value, list):
        return [masked(item, needles, word) for item in value]
    if isinstance(value, dict):
        return {key: masked(item, needles, word) for key, item in value.items()}
    return value


def _pattern(needles: list[str]) -> re.Pattern[str] | None:
    if not needles:
        return None
    each = (r"\s+".join(map(re.escape, needle.split())) for needle in needles)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)
