"""Blocks of links: to a page of the site, to an address of the portal, or elsewhere."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

# One slash, or a named protocol; a second slash or a backslash would leave the site unseen.
_ADDRESS = re.compile(r"^(https://|mailto:|/(?![/\\]))[^\s\\]*$")


class LinkValue(blocks.StructValue):
    """A chosen link, with the address it leads to."""

    @property
    def href(self) -> str:
        """The address of the page, when one was chosen, else the address typed."""
        page = self.get("page")
        return page.url or "" if page else self.get("address") or ""


class LinkBlock(blocks.StructBlock):
    """One link of a menu: a page, or an address starting with / or https://."""

    label = blocks.CharBlock(label=_("Label"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    address = blocks.CharBlock(
        label=_("or address"),
        max_length=250,
        required=False,
        help_text=_("Starts with / for this site, or https:// for another."),
    )

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        page, address = cleaned.get("page"), (cleaned.get("address") or "").strip()
        if bool(page) == bool(address):
            message = ValidationError(_("Choose either a page or an address."))
            raise StructBlockValidationError(block_errors={"page": message})
        if address and not _ADDRESS.match(address):
            message = ValidationError(_("Start the address with / or https://."))
            raise StructBlockValidationError(block_errors={"address": message})
        return cleaned


class LinkColumnBlock(blocks.StructBlock):
    """A column of the footer: a title and its links."""

    title = blocks.CharBlock(label=_("Title"), max_length=60)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"))

    class Meta:
        icon = "list-ul"
        label = _("Column")
