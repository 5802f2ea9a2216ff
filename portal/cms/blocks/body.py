"""The body of a page: the blocks editors may put one after another."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock

from .media import DocumentBlock, PictureBlock
from .text import CalloutBlock, HeadingBlock, QuoteBlock


class BodyBlock(blocks.StreamBlock):
    """What a page is made of, under its title and introduction."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("Text"), icon="pilcrow", template="cms/blocks/paragraph.html"
    )
    quote = QuoteBlock()
    callout = CalloutBlock()
    picture = PictureBlock()
    document = DocumentBlock()
    table = TableBlock(
        label=_("Table"),
        template="cms/blocks/table.html",
        table_options={
            "contextMenu": [
                "row_above",
                "row_below",
                "col_left",
                "col_right",
                "remove_row",
                "remove_col",
                "undo",
                "redo",
            ],
            # The editor of tables has no French words in Wagtail: asked for, it complains.
            "language": "en-US",
        },
    )

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}
