"""An observation in a register: without scripts and without a name, then by keyboard alone."""

import re
from collections.abc import Callable
from typing import Any

from .visitor import READING_MILLISECONDS, Visitor

INQUIRY = "/participer/enquete-ivry-port/"
PHONE = {"viewport": {"width": 390, "height": 844}}
TEXT = "Gardez les platanes du quai pendant le chantier."


def test_an_observation_without_script_nor_name(visit: Callable[..., Visitor]) -> None:
    stranger = visit(java_script_enabled=False, **PHONE)
    page = stranger.goes_to(INQUIRY)
    page.locator("main .page-head a", has_text="Donner mon avis").click()
    page.locator("main textarea[name=text]").fill(TEXT)
    page.wait_for_timeout(READING_MILLISECONDS)
    with page.expect_navigation():
        page.locator("main form.form .form__end button[value=relire]").click()
    assert TEXT in page.locator("main").inner_text()
    with page.expect_navigation():
        page.locator("main form.form button[value=envoyer]").click()

    number = stranger.receipt()
    said = page.locator("main").inner_text()
    assert "Anonyme" in said and re.search(r"[0-9a-f]{64}", said)
    assert f"{INQUIRY}recu/" in stranger.goes_to(f"/suivi/{number}/").url
    assert TEXT in stranger.goes_to(f"{INQUIRY}observations/").locator("main").inner_text()


def test_an_observation_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.goes_to(f"{INQUIRY}contribuer/")
    page.locator("#id_text").focus()
    page.keyboard.type("Une observation écrite au clavier.")
    page.wait_for_timeout(READING_MILLISECONDS)
    _presses(page, "main form.form .form__end button[value=relire]")
    _presses(page, "main form.form .form__end button[value=envoyer]")

    assert "Votre observation est dans le registre" in page.locator("main").inner_text()
    assert visitor.axe() == []


def _presses(page: Any, target: str) -> None:
    """From where one is to this button, by Tab alone, then Enter."""
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(f"() => document.activeElement.matches({target!r})"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
