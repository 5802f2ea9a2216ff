"""What an idea must be. Pure: no query, no write."""

import unicodedata

TITLE_MAXIMUM = 100
TEXT_MINIMUM = 30
TEXT_MAXIMUM = 2000

# Characters that change the direction of what follows, or are not characters at all: they can
# make a text look like another one.
_INVISIBLE = {"Cc", "Cf", "Co", "Cs"}
_KEPT = {"\n", "\t", "\u200d", "\u00ad"}


def clean_text(text: str) -> str:
    """The text without invisible controls, its line ends made one, its edges trimmed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char for char in lines if char in _KEPT or unicodedata.category(char) not in _INVISIBLE
    ).strip()
