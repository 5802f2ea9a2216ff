"""Blocks of a text written together: headings of sections, and their paragraphs."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class TextBlock(blocks.StreamBlock):
    """The text as the city brings it; each part keeps its identifier wherever it is moved."""

    heading = blocks.CharBlock(label=_("Heading of a section"), icon="title", max_length=200)
    paragraph = blocks.TextBlock(
        label=_("Paragraph"),
        icon="pilcrow",
        rows=4,
        max_length=5000,
        help_text=_("One idea a paragraph: people amend it as a whole."),
    )

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}
