"""The pages around a vote, read by everybody, and the screens of those who conduct it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .addresses import VOTE
from .visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The budget that is counted.
COUNTED = "/participer/budget-participatif-precedent/"
PAGES = (
    VOTE,
    f"{VOTE}projets/1/",
    f"{VOTE}reglement/",
    f"{VOTE}journal/",
    f"{VOTE}bulletin/",
    COUNTED,
    f"{COUNTED}projets/1/",
    f"{COUNTED}resultats/",
    f"{COUNTED}resultats/recompter/",
    f"{COUNTED}resultats/recepisse/",
    f"{COUNTED}realisations/",
)
MANY = 120
_SCROLLS = "document.documentElement.scrollWidth > innerWidth"


def _tabs_to(page: "Page", selector: str) -> None:
    for _press in range(MANY):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_of_a_budget_are_accessible(
    visit: Callable[..., Visitor], width: int, scheme: str
) -> None:
    reader = visit(viewport={"width": width, "height": 900}, color_scheme=scheme)
    found = []
    for address in PAGES:
        reader.goes_to(address)
        found += [f"{address}: {line}" for line in reader.axe()]

    assert found == []


def test_pages_of_a_budget_never_scroll_sideways(visit: Callable[..., Visitor]) -> None:
    reader = visit(viewport={"width": 320, "height": 568})

    assert [one for one in PAGES if reader.goes_to(one).evaluate(_SCROLLS)] == []


def test_receipt_is_looked_up_by_keyboard_without_script(visit: Callable[..., Visitor]) -> None:
    reader = visit(java_script_enabled=False)
    page = reader.goes_to(f"{COUNTED}resultats/recepisse/")
    _tabs_to(page, "main input[name=recepisse]")
    page.keyboard.type("0000-0000-0000-0000")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "pas dans la liste" in page.locator("main").inner_text()
