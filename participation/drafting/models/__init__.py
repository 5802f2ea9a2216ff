"""The text written together: its versions, its paragraphs, amendments and decisions."""

from .amendments import Decision, TextAmendment
from .draftings import Drafting
from .versions import Paragraph, Retouch, TextVersion, VersionParagraph

__all__ = [
    "Decision",
    "Drafting",
    "Paragraph",
    "Retouch",
    "TextAmendment",
    "TextVersion",
    "VersionParagraph",
]
