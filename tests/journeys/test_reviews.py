"""From an idea to its commitment, to what the review said of it, and back: one click each."""

import re
from collections.abc import Callable

import pytest

from .visitor import Visitor

# Its example answer, in the demonstration, leads to commitment 5.
IDEA_34 = "/participer/appel-a-idees-des-agents-2019/idees/34/"


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
    page = reader.goes_to(IDEA_34)
    assert "entraide entre les usagers" in page.locator("h1").inner_text()

    _follows(page, "main a[href='/engagements/5/']")
    assert reader.path() == "/engagements/5/"
    _follows(page, "main a[href*='/engagements/bilans/'][href$='#engagement-5']")
    assert re.fullmatch(r"/engagements/bilans/[\w-]+/", reader.path())
    line = page.locator("#engagement-5")
    assert line.is_visible() and "Aucune nouvelle" not in line.inner_text()

    # The line leads straight back to the idea, and to the commitment.
    review = page.url
    _follows(page, f"#engagement-5 a[href='{IDEA_34}']")
    assert reader.path() == IDEA_34
    page.goto(review)
    _follows(page, "#engagement-5 .line__label a")
    assert reader.path() == "/engagements/5/"
    _follows(page, f"main a[href='{IDEA_34}']")
    assert reader.path() == IDEA_34
