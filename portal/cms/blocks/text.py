"""Blocks of words: headings, quotations, call-outs."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ..enums import HeadingSize, QuoteKind


class HeadingBlock(blocks.StructBlock):
    """A heading; the page decides nothing but its rank under the title."""

    text = blocks.CharBlock(label=_("Text"), max_length=160)
    size = blocks.ChoiceBlock(
        label=_("Rank"), choices=HeadingSize.choices, default=HeadingSize.SECTION
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/blocks/heading.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["anchor"] = slugify(value["text"])
        return context


class QuoteBlock(blocks.StructBlock):
    """Somebody's words: what an agent or a resident says, or a text that inspires."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=QuoteKind.choices, default=QuoteKind.TESTIMONY
    )
    text = blocks.TextBlock(label=_("Quotation"), max_length=1200)
    source = blocks.CharBlock(
        label=_("Who says it"),
        max_length=160,
        required=False,
        help_text=_("A function, or a name when the person agreed in writing."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "cms/blocks/quote.html"


class CalloutBlock(blocks.StructBlock):
    """A short text set apart: what to remember, whom to ask."""

    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link", "ul"])

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        template = "cms/blocks/callout.html"
