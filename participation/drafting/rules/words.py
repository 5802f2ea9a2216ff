"""Where words come from, in words. Pure."""

from django.utils.translation import gettext as _

from ..enums import OriginKind
from .provenance import Origin


def said(origin: Origin) -> str:
    """An origin in words: the initial text, an amendment, the group (deciding on one, or not)."""
    if origin.kind == OriginKind.INITIAL:
        return _("initial text")
    if origin.kind == OriginKind.AMENDMENT:
        return _("amendment no. %(number)s") % {"number": origin.number}
    if origin.number:
        return _("drafting group, on amendment no. %(number)s") % {"number": origin.number}
    return _("drafting group")
