"""Reacting to an idea: a support by mailed link, one press after it, a comment, a report."""

import re
from collections.abc import Callable

import pytest

from .addresses import OPEN_CALL, REACTED
from .visitor import READING_MILLISECONDS, Visitor

PHONE = {"viewport": {"width": 390, "height": 844}}
TEXT = "Pensez aux personnes qui n’ont pas de jardin."


def _link(mails: Callable[[], str], idea: str) -> str:
    """The last link of a support of this idea among the mails."""
    found: list[str] = re.findall(rf"(?:https?://[^/\s]+)({idea}soutenir/[\w-]+/)", mails())
    return found[-1]


def _asks_link(stranger: Visitor, idea: str, email: str) -> None:
    page = stranger.goes_to(f"{idea}soutenir/")
    page.locator("main input[name=email]").fill(email)
    page.wait_for_timeout(READING_MILLISECONDS)
    with page.expect_navigation():
        page.locator("main form button").click()
    assert page.url.endswith("?envoye=oui")


@pytest.mark.parametrize("script", [True, False])
def test_support_by_a_mailed_link(
    visit: Callable[..., Visitor], mails: Callable[[], str], script: bool
):
    stranger = visit(java_script_enabled=script, **PHONE)
    idea = REACTED if script else f"{OPEN_CALL}idees/2/"
    page = stranger.goes_to(idea)
    before = int(page.locator("#soutenir strong").inner_text())
    page.locator("#soutenir a.support").click()
    assert stranger.path() == f"{idea}soutenir/"
    _asks_link(stranger, idea, f"voisine{script}@demo.example")

    page = stranger.goes_to(_link(mails, idea))
    assert stranger.context.cookies() == [
        cookie for cookie in stranger.context.cookies() if cookie["name"] != "supporter"
    ]
    with page.expect_navigation():
        page.locator("main button[value=soutenir]").click()
    assert stranger.path() == idea
    assert page.locator("#soutenir .support--on").inner_text().strip() == "Soutenue"
    assert int(page.locator("#soutenir strong").inner_text()) == before + 1

    # In this browser the next ones take one press, and can be taken back.
    page = stranger.goes_to(f"{OPEN_CALL}idees/3/")
    page.locator("#soutenir button.support").click()
    page.locator("#soutenir .support--on").wait_for()
    assert stranger.path() == f"{OPEN_CALL}idees/3/"
    if script:
        assert page.locator("[role=status]", has_text="Votre soutien est compté").count() == 1
        assert page.evaluate("document.activeElement.className").startswith("support")
    page.locator("#soutenir button.support--on").click()
    page.locator("#soutenir button.support:not(.support--on)").wait_for()

    page = stranger.goes_to("/participer/oublier/")
    page.locator("main form button").click()
    page = stranger.goes_to(f"{OPEN_CALL}idees/3/")
    assert page.locator("#soutenir a.support").count() == 1


def test_support_in_the_list_by_keyboard(visit: Callable[..., Visitor]):
    resident = visit()
    resident.signs_in("habitant")
    page = resident.goes_to(OPEN_CALL)
    row = page.locator("li.idea").first
    row.locator("button.support").focus()
    page.keyboard.press("Enter")
    row.locator("button.support--on").wait_for()
    page.keyboard.press("Enter")
    row.locator("button.support:not(.support--on)").wait_for()
    assert resident.path() == OPEN_CALL


def test_comment_published_by_moderation_without_script(visit: Callable[..., Visitor]):
    stranger = visit(java_script_enabled=False, **PHONE)
    page = stranger.goes_to(REACTED)
    page.locator("#commentaires a.button").click()
    page.locator("main textarea[name=text]").fill(TEXT)
    page.locator("main input[name=display_name]").fill("Hirondelle")
    page.wait_for_timeout(READING_MILLISECONDS)
    with page.expect_navigation():
        page.locator("main form button.button:not([type])").click()
    assert "Commentaire reçu" in page.locator("main h1").inner_text()
    assert TEXT not in stranger.goes_to(REACTED).locator("main").inner_text()


def test_comment_in_the_citys_name_and_reply(visit: Callable[..., Visitor]):
    officer = visit()
    officer.signs_in("participation")
    page = officer.goes_to(f"{REACTED}commenter/")
    page.locator("main textarea[name=text]").fill("La ville étudie la question.")
    page.locator("main input[name=official]").check()
    page.wait_for_timeout(READING_MILLISECONDS)
    with page.expect_navigation():
        page.locator("main form button.button:not([type])").click()

    stranger = visit()
    page = stranger.goes_to(REACTED)
    said = page.locator("#commentaires li.comment", has_text="La ville étudie la question.")
    assert said.locator(".badge-city").inner_text() == "Ville"
    said.get_by_role("link", name="Répondre").first.click()
    assert "La ville étudie la question." in page.locator("main blockquote").inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_report(visit: Callable[..., Visitor], script: bool):
    stranger = visit(java_script_enabled=script, **PHONE)
    page = stranger.goes_to(REACTED)
    page.locator(".report-link a").click()
    page.locator("main input[name=reason]").first.check()
    page.wait_for_timeout(READING_MILLISECONDS)
    with page.expect_navigation():
        page.locator("main form button.button").click()
    assert "Signalement reçu" in page.locator("main h1").inner_text()
