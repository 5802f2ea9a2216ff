"""StreamField blocks of the room: the sections of legal pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.cms.blocks import BodyBlock

from .enums import IdentityField


class LegalSectionBlock(blocks.StructBlock):
    """A section of a legal page: facts taken from the city's settings, then a text."""

    key = blocks.CharBlock(
        label=_("Anchor"),
        max_length=40,
        required=False,
        help_text=_("Short name for links to this section, such as “cookies”."),
    )
    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    identity = blocks.MultipleChoiceBlock(
        label=_("Facts repeated from the settings"),
        choices=IdentityField.choices,
        required=False,
        help_text=_("They are edited once, under Settings › City and portal."),
    )
    body = BodyBlock(label=_("Text"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("Section")
        template = "home/blocks/legal_section.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        settings = context.get("site_settings")
        context["facts"] = [
            (IdentityField(name).label, getattr(settings, name, ""), name)
            for name in IdentityField.values
            if name in (value["identity"] or [])
        ]
        return context


class LegalSectionsBlock(blocks.StreamBlock):
    """The sections of a legal page, in order."""

    section = LegalSectionBlock()
