"""The desks of those who run the portal: every entry of the menu, and one of each thing there."""

import re
from collections import deque

import pytest

from tests.support.house import listing

from .visitor import Visitor

SCREENS = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})
# Wagtail's own screens, walked in test_admin_policy.py; what leaves, downloads or acts at once.
_LEFT_OUT = re.compile(
    r"/admin/($|pages/|images/|documents/|account/|help/|search/|styleguide/|bulk/|login|logout"
    r"|users/|groups/|workflows/|redirects/|collections/|sites/|locales/|tag|settings/"
    r"|reports/(locked|workflow|site-history|aging|page-types))"
    r"|/(copy|delete|history|usage|preview|unpublish|revisions|workflow|inspect|results|tri)(/|$)"
    r"|\.\w{2,6}($|\?)|export"
)
_LINKS = """() => [...document.querySelectorAll("a[href]")].map(link => link.pathname)"""
# The entries of the menu, and what they lead to.
_FARTHEST = 2
# Wagtail's own button, 24 pixels high but for its margin.
_NOT_OURS = ("w-minimap-toggle",)


def _kind(address: str) -> str:
    return re.sub(r"\d+", "N", address)


def _faults(visitor: Visitor) -> list[str]:
    found = []
    for screen in SCREENS:
        visitor.page.set_viewport_size(screen)  # type: ignore[arg-type]
        if visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            found.append(f"{visitor.path()}: scrolls sideways at {screen['width']}")
        found += [
            f"{visitor.path()} at {screen['width']}: {line}"
            for line in visitor.axe()
            if not any(name in line for name in _NOT_OURS)
        ]
    return found


@pytest.mark.parametrize("name", ["participation", "moderation"])
def test_every_screen_of_a_desk_is_accessible(visitor, name):
    visitor.signs_in(name)
    # Addresses with how far they are from the menu.
    waiting, known, found = deque([("/admin/", 0)]), {"/admin/"}, []
    read = 0
    while waiting:
        address, distance = waiting.popleft()
        visitor.page.set_viewport_size(SCREENS[0])  # type: ignore[arg-type]
        visitor.goes_to(address)
        for link in visitor.page.evaluate(_LINKS) if distance < _FARTHEST else ():
            kind = _kind(link)
            if link.startswith("/admin/") and kind not in known and not _LEFT_OUT.search(link):
                known.add(kind)
                waiting.append((link, distance + 1))
        if address != "/admin/":
            found += _faults(visitor)
            read += 1

    assert read > 10
    assert found == [], listing(found)
