"""From an idea to its commitment, to what the review said of it, and back: one click each."""

import re
from collections.abc import Callable

import pytest

from .addresses import listed
from .visitor import Visitor

COMMITMENT = "main a[href^='/engagements/{number}/']"


def _follows(page, selector: str) -> None:
    """Reaches a link with the Tab key, then opens it with Enter."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => !!document.activeElement?.matches(wanted)", selector):
            break
    else:
        raise AssertionError(f"the keyboard never reaches {selector} on {page.url}")
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [False], ids=["no script"])
def test_idea_commitment_review_and_back(visit: Callable[..., Visitor], scripts: bool):
    reader = visit(java_script_enabled=scripts)
    idea = listed(reader, "answered idea")
    page = reader.goes_to(idea)

    _follows(page, "main a[href='/engagements/17/']")
    assert reader.path() == "/engagements/17/"
    _follows(page, "main a[href*='/engagements/bilans/'][href$='#engagement-17']")
    assert re.fullmatch(r"/engagements/bilans/[\w-]+/", reader.path())
    line = page.locator("#engagement-17")
    assert line.is_visible() and "17" in line.inner_text()

    # The line leads straight back to the idea, and to the commitment.
    review = page.url
    _follows(page, f"#engagement-17 a[href='{idea}']")
    assert reader.path() == idea
    page.goto(review)
    _follows(page, "#engagement-17 .line__label a")
    assert reader.path() == "/engagements/17/"
    _follows(page, f"main a[href='{idea}']")
    assert reader.path() == idea
