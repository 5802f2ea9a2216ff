"""Wagtail's choosers started by a file instead of inline scripts, so that none need be allowed."""

import re
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser

# What Wagtail writes between its script tags: a name, and arguments in JSON.
_CALL = re.compile(r"(?:new )?(\w+)\((.*)\);", re.DOTALL)


class UnknownStart(ValueError):
    """A chooser starts in a way that this Wagtail did not know: admin_starts.js must learn it."""


def start_of(script: str) -> SafeString:
    """The same as a `template` element, which `portal/js/admin_starts.js` reads."""
    found = _CALL.fullmatch(script.strip())
    if found is None:
        raise UnknownStart(script)
    name, arguments = found.groups()
    return format_html('<template data-start="{}" data-with="[{}]"></template>', name, arguments)


def _render(
    self: Any, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
) -> SafeString:
    """Wagtail's own `BaseChooser.render`, with a start in place of a script."""
    given = attrs or {}
    if "id" not in given:
        raise TypeError("BaseChooser cannot be rendered without an 'id' attribute")
    data = self.get_value_data(value)
    start = start_of(self.render_js_init(given["id"], name, data))
    return format_html("{}{}", SafeString(self.render_html(name, data, given)), start)


def install() -> None:
    """Replaces the one method of Wagtail that writes inline scripts of choosers."""
    BaseChooser.render = _render
