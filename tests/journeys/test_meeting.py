"""Registering for a meeting, then giving the seat back: by mouse, by keyboard, scripts off."""

from collections.abc import Callable
from typing import Any

import pytest

from .visitor import READING_MILLISECONDS, Visitor

WORKSHOP = "/participer/ateliers-accueil/"


def _registers(visitor: Visitor, **fields: str) -> str:
    """Fills in the form of the next meeting; the number of the registration."""
    page = visitor.goes_to(WORKSHOP)
    page.get_by_role("link", name="S’inscrire à la prochaine réunion").click()
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)
    page.wait_for_timeout(READING_MILLISECONDS)
    with page.expect_navigation():
        page.locator("main form.form button").last.click()
    return visitor.receipt()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_seat_is_taken_found_again_and_given_back(
    visit: Callable[..., Visitor], scripts: bool
) -> None:
    visitor = visit(java_script_enabled=scripts)
    number = _registers(visitor, needs="Une place près de la boucle")

    page = visitor.page
    assert "Votre place est gardée" in page.locator("main").inner_text()
    assert "visio.example" in page.locator("main").inner_text()
    page = visitor.goes_to(f"{WORKSHOP}inscription/")
    page.locator("#numero").fill(number.lower())
    with page.expect_navigation():
        page.locator("main form button").click()
    assert visitor.receipt() == number

    visitor.presses("annuler")
    assert "Inscription annulée" in page.locator("main").inner_text()
    if scripts:
        assert visitor.axe() == []


def test_a_seat_is_taken_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.goes_to(f"{WORKSHOP}reunions/2/inscription/")
    page.locator("#id_seats").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(READING_MILLISECONDS)
    # From the seats to the button, by Tab alone.
    for _step in range(30):
        page.keyboard.press("Tab")
        found: Any = page.evaluate(
            "() => document.activeElement.matches('main form.form .form__end button')"
        )
        if found:
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "Vos 2 places sont gardées" in page.locator("main").inner_text()
    assert visitor.axe() == []
