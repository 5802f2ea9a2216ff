"""StreamField blocks of the room: ordered lists of short lines."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LineListBlock(blocks.StreamBlock):
    """An ordered list of one-line statements, moved with the arrows of the editor."""

    item = blocks.CharBlock(max_length=250, label=_("Line"), icon="list-ul")
