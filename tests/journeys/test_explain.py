"""A decision explained: a question without JavaScript, answered; an opinion by keyboard alone."""

import re
from collections.abc import Callable

import pytest

from tests.participation.briefings.contract import EXPLAINED

from .visitor import READING_MILLISECONDS, Visitor

TITLE = "Comment calculer le quotient pour un foyer nombreux"
ANSWER = "Oui, avec l’avis d’imposition du foyer."
PHONE = {"viewport": {"width": 390, "height": 844}}


def _ask_without_script(stranger: Visitor) -> str:
    page = stranger.goes_to(EXPLAINED)
    page.locator("main .page-head a", has_text="Poser une question").click()
    page.locator("main textarea[name=title]").fill(TITLE)
    page.wait_for_timeout(READING_MILLISECONDS)
    with page.expect_navigation():
        page.locator("main form.form .form__end button").click()
    return stranger.receipt()


def _desk(officer: Visitor, name: str):
    officer.signs_in(name)
    page = officer.goes_to("/admin/contributions/?q=quotient")
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url("**/edit/**")
    return page


def test_question_from_end_to_end_without_script(visit: Callable[..., Visitor]):
    stranger = visit(java_script_enabled=False, **PHONE)
    receipt = _ask_without_script(stranger)
    assert TITLE in stranger.goes_to(f"/suivi/{receipt}/").locator("main").inner_text()
    assert TITLE not in stranger.goes_to(EXPLAINED).locator("main").inner_text()

    page = _desk(visit(), "moderation")
    page.locator("button[name=action][value=publish]").click()
    page.wait_for_load_state()
    stranger.goes_to(EXPLAINED).get_by_role("link", name=TITLE).click()
    public = stranger.path()
    assert re.fullmatch(rf"{EXPLAINED}questions/\d+/", public)

    page = _desk(visit(), "participation")
    page.get_by_role("button", name="Préparer la réponse").click()
    page.wait_for_url("**/answer/edit/**")
    page.locator("input[name=verdict][value=answered]").check()
    page.locator("textarea[name=text]").fill(ANSWER)
    page.locator("[name=action-publish]").evaluate("button => button.click()")
    page.wait_for_url("**/participation/answer/")
    assert ANSWER in stranger.goes_to(public).locator("main").inner_text()
    assert ANSWER in stranger.goes_to(EXPLAINED).locator("main").inner_text()


def _tab_to(page, selector):
    for _ in range(160):
        if page.evaluate("wanted => !!document.activeElement?.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {selector}")


def test_opinion_is_given_with_the_keyboard_alone(visitor: Visitor):
    page = visitor.goes_to(EXPLAINED)
    _tab_to(page, "a[href$='clarte/?avis=partly']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clarte/?avis=partly")
    assert page.locator("input[name=opinion][value=partly]").is_checked()
    _tab_to(page, "textarea[name=comment]")
    page.keyboard.type("Le mot « tranche ».")
    page.wait_for_timeout(READING_MILLISECONDS)
    _tab_to(page, "main form.form .form__end button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clarte/?merci=oui")
    assert "Merci" in page.locator("main").inner_text()


@pytest.mark.parametrize("rest", ["", "contribuer/", "clarte/", "questions/1/", "questions/3/"])
def test_pages_are_accessible_at_both_widths(visit: Callable[..., Visitor], rest: str):
    for width in (390, 1280):
        visitor = visit(viewport={"width": width, "height": 844})
        page = visitor.goes_to(EXPLAINED + rest)
        assert visitor.axe() == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
