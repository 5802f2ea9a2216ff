"""The body of a page as texts files write it, and as Wagtail stores it.

A body is a list of blocks of one word: heading, subheading, paragraph, list, callout. Inside a
paragraph, a list or a callout, **bold** and [label](address) are the only marks.
"""

import re
from html import escape
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from portal.cms.enums import HeadingSize

from .shapes import Shape

KINDS = ("heading", "subheading", "paragraph", "list", "callout")
_LINK = re.compile(r"\[([^\]\[]+)\]\(([^()\s]*)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ALLOWED = ("/", "https://", "mailto:")


def _checked(text: str) -> str:
    """The text, when every link in it leads to this site, to https or to a mail address."""
    for label, address in _LINK.findall(text):
        if not address.startswith(_ALLOWED) or address.startswith("//"):
            raise PydanticCustomError(
                "link_address",
                _("the address of “{label}” must start with / or https:// or mailto:."),  # type: ignore[arg-type]
                {"label": label},
            )
    return text


Marked = Annotated[str, StringConstraints(min_length=1), AfterValidator(_checked)]
Heading = Annotated[str, StringConstraints(min_length=1, max_length=160)]


class Block(Shape):
    """One block of a body."""

    heading: Heading | None = None
    subheading: Heading | None = None
    paragraph: Marked | None = None
    items: list[Marked] | None = Field(default=None, alias="list")
    callout: Marked | None = None

    @model_validator(mode="after")
    def one_word(self) -> "Block":
        """A block is of one kind."""
        given = [self.heading, self.subheading, self.paragraph, self.items, self.callout]
        if sum(1 for value in given if value) != 1:
            raise PydanticCustomError(
                "block_kind",
                _("a block holds exactly one of: {kinds}."),  # type: ignore[arg-type]
                {"kinds": ", ".join(KINDS)},
            )
        return self


Body = list[Block]


def rich(text: str) -> str:
    """The text with its marks as the editor's HTML, everything else escaped."""
    html = escape(text, quote=False)
    html = _LINK.sub(lambda found: f'<a href="{escape(found[2])}">{found[1]}</a>', html)
    return _BOLD.sub(r"<b>\1</b>", html)


def paragraph(text: str) -> str:
    """One paragraph of rich text."""
    return f"<p>{rich(text)}</p>"


def _flow(block: Block) -> str:
    if block.paragraph:
        return paragraph(block.paragraph)
    items = "".join(f"<li>{rich(item)}</li>" for item in block.items or [])
    return f"<ul>{items}</ul>"


def rich_text(body: Body) -> str:
    """A body of paragraphs and lists as one rich text."""
    return "".join(_flow(block) for block in body if block.paragraph or block.items)


def stream(body: Body) -> list[dict[str, Any]]:
    """The body as blocks of the site; paragraphs and lists that follow make one text."""
    blocks: list[dict[str, Any]] = []
    for block in body:
        if block.heading or block.subheading:
            size = HeadingSize.SECTION if block.heading else HeadingSize.SUBSECTION
            value: Any = {"text": block.heading or block.subheading, "size": size.value}
            blocks.append({"type": "heading", "value": value})
        elif block.callout:
            value = {"title": "", "text": paragraph(block.callout)}
            blocks.append({"type": "callout", "value": value})
        elif blocks and blocks[-1]["type"] == "paragraph":
            blocks[-1]["value"] += _flow(block)
        else:
            blocks.append({"type": "paragraph", "value": _flow(block)})
    return blocks
