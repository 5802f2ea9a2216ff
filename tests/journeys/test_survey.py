"""Answering a survey: scripts on and off, left and resumed, then by keyboard alone."""

from collections.abc import Callable
from typing import Any

import pytest

from .visitor import READING_MILLISECONDS, Visitor

SURVEY = "/participer/horaires-de-la-mediatheque/"


def _presses(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).last.click()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_answer_is_left_resumed_and_counted(
    visit: Callable[..., Visitor], scripts: bool
) -> None:
    visitor = visit(java_script_enabled=scripts)
    page = visitor.goes_to(f"{SURVEY}contribuer/")
    page.get_by_label("Chaque mois").check()
    page.wait_for_timeout(READING_MILLISECONDS)
    _presses(page, "Continuer plus tard")
    link = page.locator("#lien").input_value()
    if scripts:
        assert visitor.axe() == []

    # The first page is answered: the link leads on to the one that follows.
    page.goto(link)
    assert "Les horaires" in page.locator("h1").inner_text()
    _presses(page, "Page précédente")
    assert page.get_by_label("Chaque mois").is_checked()
    _presses(page, "Continuer")
    page.locator("#id_q-souhait").fill("Un coin pour lire")
    for place in (1, 2, 3):
        page.locator(f"#id_q-ordre-{place}").select_option(str(place))
    if scripts:
        assert visitor.axe() == []
    _presses(page, "Continuer")
    assert "Un coin pour lire" in page.locator("main").inner_text()
    page.wait_for_timeout(READING_MILLISECONDS)
    _presses(page, "Envoyer ma réponse")

    assert "Votre réponse est comptée" in page.locator("main").inner_text()
    if scripts:
        assert visitor.axe() == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_changed_condition_gives_back_what_was_typed(
    visit: Callable[..., Visitor], scripts: bool
) -> None:
    """Somebody says why they never come, changes their mind twice: the text is still there."""
    visitor = visit(java_script_enabled=scripts)
    page = visitor.goes_to("/participer/satisfaction-ce-trimestre/contribuer/")
    page.get_by_label("En ligne").check()
    page.wait_for_timeout(READING_MILLISECONDS)
    _presses(page, "Continuer")
    page.locator("#id_q-satisfaction_0").check()
    _presses(page, "Continuer")
    assert "pas marché" in page.locator("h1").inner_text()
    page.get_by_label("Personne ne m’a répondu").check()
    _presses(page, "Continuer")
    page.locator("#id_q-ameliorer").fill("Un texte\navec « deux » lignes")
    _presses(page, "Page précédente")
    _presses(page, "Page précédente")

    page.locator("#id_q-satisfaction_4").check()
    _presses(page, "Continuer")
    assert "Pour finir" in page.locator("h1").inner_text()
    assert page.locator("#id_q-ameliorer").input_value() == "Un texte\navec « deux » lignes"
    _presses(page, "Page précédente")
    page.locator("#id_q-satisfaction_1").check()
    _presses(page, "Continuer")

    assert page.get_by_label("Personne ne m’a répondu").is_checked()
    assert visitor.faults == []


def test_a_page_is_answered_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.goes_to(f"{SURVEY}contribuer/")
    page.locator("#id_q-frequence_0").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(READING_MILLISECONDS)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "Les horaires" in page.locator("h1").inner_text()
