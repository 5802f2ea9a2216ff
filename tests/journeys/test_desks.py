"""The desks of those who run the portal: every entry of their menu, wide and narrow."""

import re

import pytest

from tests.support.house import listing

from .visitor import Visitor

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Wagtail's own screens, walked in test_admin_policy.py; what leaves, downloads or acts at once.
_LEFT_OUT = re.compile(
    r"/admin/($|pages/|images/|documents/|account/|help/|search/|styleguide/|bulk/|login|logout"
    r"|users/|groups/|workflows/|redirects/|collections/|sites/|locales/|tag|settings/"
    r"|reports/(locked|workflow|site-history|aging|page-types))"
    r"|/(copy|delete|history|usage|preview|unpublish|revisions|workflow|inspect|results|tri)(/|$)"
    r"|\.\w{2,6}($|\?)|export"
)
_LINKS = """() => [...document.querySelectorAll("a[href]")].map(link => link.pathname)"""
# Wagtail's own button, 24 pixels high but for its margin.
_NOT_OURS = ("w-minimap-toggle",)


def _kind(address: str) -> str:
    return re.sub(r"\d+", "N", address)


def _faults(visitor: Visitor) -> list[str]:
    found = [
        f"{visitor.path()}: {line}"
        for line in visitor.axe()
        if not any(name in line for name in _NOT_OURS)
    ]
    visitor.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    if visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        found.append(f"{visitor.path()}: scrolls sideways at {NARROW['width']}")
    return found


@pytest.mark.parametrize("name", ["participation", "moderation"])
def test_every_screen_of_a_menu_is_accessible(visitor, name):
    visitor.signs_in(name)
    visitor.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    visitor.goes_to("/admin/")
    links = {
        _kind(link): link
        for link in visitor.page.evaluate(_LINKS)
        if link.startswith("/admin/") and not _LEFT_OUT.search(link)
    }
    found = []
    for address in links.values():
        visitor.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        visitor.goes_to(address)
        found += _faults(visitor)

    assert len(links) > 3, links
    assert found == [], listing(found)
