"""The blocks editors compose with, one subject a file."""

from .body import BodyBlock
from .links import LinkBlock, LinkColumnBlock
from .media import DocumentBlock, PictureBlock
from .text import CalloutBlock, HeadingBlock, QuoteBlock

__all__ = [
    "BodyBlock",
    "CalloutBlock",
    "DocumentBlock",
    "HeadingBlock",
    "LinkBlock",
    "LinkColumnBlock",
    "PictureBlock",
    "QuoteBlock",
]
