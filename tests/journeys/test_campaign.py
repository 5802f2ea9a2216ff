"""A campaign: a pledge, the quiz, the question asked again; by mouse, by keyboard, scripts off."""

from collections.abc import Callable
from typing import Any

import pytest

from .visitor import READING_MILLISECONDS, Visitor

CAMPAIGN = "/participer/sexisme-et-sport/"


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_pledges_learns_and_says_later(
    visit: Callable[..., Visitor], scripts: bool
) -> None:
    visitor = visit(java_script_enabled=scripts)
    page = visitor.goes_to(CAMPAIGN)
    page.locator("main").get_by_role("link", name="Prendre une résolution").first.click()
    with page.expect_navigation():
        page.locator("main button[name=pledge]").first.click()
    said = page.locator("main").inner_text()
    assert "Votre résolution est comptée" in said
    assert page.locator("main button[name=pledge]").count() == 2
    if scripts:
        assert visitor.axe() == []

    page = visitor.goes_to(f"{CAMPAIGN}quiz/")
    page.locator("main input[type=radio]").nth(1).check()
    with page.expect_navigation():
        page.locator("main form.form button").last.click()
    assert "Cochez au moins une réponse." in page.locator("main").inner_text()
    assert page.locator("main input[type=radio]:checked").count() == 1
    for box in page.locator("main input[type=checkbox]").all()[:2]:
        box.check()
    page.locator("main input[type=radio]").nth(3).check()
    with page.expect_navigation():
        page.locator("main form.form button").last.click()
    said = page.locator("main").inner_text()
    assert "3 bonnes réponses sur 3" in said or "2 bonnes réponses sur 3" in said
    if scripts:
        assert visitor.axe() == []

    page = visitor.goes_to(f"{CAMPAIGN}et-depuis/")
    page.locator("main input[value=partly]").check()
    page.locator("main textarea[name=text]").fill("À deux, c’est plus facile.")
    page.wait_for_timeout(READING_MILLISECONDS)
    with page.expect_navigation():
        page.locator("main form.form button").last.click()
    assert "Votre réponse est comptée" in page.locator("main").inner_text()


def test_a_pledge_is_taken_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.goes_to(f"{CAMPAIGN}contribuer/")
    for _step in range(60):
        page.keyboard.press("Tab")
        found: Any = page.evaluate("() => document.activeElement.matches('button[name=pledge]')")
        if found:
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Comptée" in page.locator("main").inner_text()
    assert visitor.axe() == []
