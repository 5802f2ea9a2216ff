"""Text as people type it, without what only misleads. Pure."""

import unicodedata

# Characters that change the direction of what follows, or are not characters at all: they can
# make a text look like another one.
_INVISIBLE = {"Cc", "Cf", "Co", "Cs"}
# Line ends and tabs; the joiner of some emoji and the soft hyphen are harmless.
_KEPT = {"\n", "\t", "\u200d", "\u00ad"}


def clean_text(text: str) -> str:
    """The text without invisible controls, its line ends made one, its edges trimmed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char for char in lines if char in _KEPT or unicodedata.category(char) not in _INVISIBLE
    ).strip()


def clean_line(text: str) -> str:
    """The same on one line, with single spaces."""
    return " ".join(clean_text(text).split())
