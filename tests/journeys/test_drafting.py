"""Proposing an amendment: by mouse, by keyboard, scripts off; the difference before sending."""

from collections.abc import Callable
from typing import Any

import pytest

from .visitor import READING_MILLISECONDS, Visitor

TEXT = "/participer/projet-social-maison-de-quartier/"


@pytest.mark.parametrize("scripts", [True, False])
def test_an_amendment_is_written_seen_and_sent(
    visit: Callable[..., Visitor], scripts: bool
) -> None:
    visitor = visit(java_script_enabled=scripts)
    page = visitor.goes_to(TEXT)
    page.get_by_role("link", name="Proposer un amendement").first.click()
    page.get_by_role("link", name="Modifier 2.4").click()
    field = page.locator("#id_proposed")
    words = field.input_value()
    assert "Les jeunes disposent" in words
    field.fill(words.replace("le mercredi après-midi", "le mercredi et le samedi"))
    page.wait_for_timeout(READING_MILLISECONDS)
    with page.expect_navigation():
        page.get_by_role("button", name="Voir la différence").click()
    difference = page.locator("#difference .difference")
    assert "[supprimé" in difference.inner_text() or difference.locator("del").count() == 1
    assert difference.locator("ins").count() == 1
    if scripts:
        assert visitor.axe() == []

    # Without its reasons it is not sent, and nothing typed is lost.
    page.locator("#id_title").fill("Ouvrir la salle des jeunes le samedi")
    with page.expect_navigation():
        page.locator("main form .form__end button").click()
    assert page.locator(".errors").is_visible()
    assert "le mercredi et le samedi" in page.locator("#id_proposed").input_value()
    page.locator("#id_text").fill("Beaucoup travaillent le mercredi.")
    page.wait_for_timeout(READING_MILLISECONDS)
    with page.expect_navigation():
        page.locator("main form .form__end button").click()
    assert visitor.receipt()


def test_the_difference_follows_the_typing_and_moves_nothing(visitor: Visitor) -> None:
    visitor.goes_to(f"{TEXT}contribuer/")
    page = visitor.page
    with page.expect_navigation():
        page.get_by_role("link", name="Modifier 2.4").click()
    shown, height = page.locator("[data-difference]"), "() => document.body.scrollHeight"
    assert shown.inner_text().startswith("Rien ne change encore")
    before: Any = page.evaluate(height)
    field = page.locator("#id_proposed")
    field.fill(field.input_value().replace("le mercredi après-midi", "le samedi\u202f!"))
    shown.locator("ins").wait_for()
    assert shown.locator("del").count() >= 1
    said = page.locator("[role=status]").filter(has_text="ajouté")
    assert said.count() == 1
    assert page.evaluate(height) == before
    assert visitor.axe() == []


def test_without_scripts_there_is_no_empty_box(visit: Callable[..., Visitor]) -> None:
    visitor = visit(java_script_enabled=False)
    visitor.goes_to(f"{TEXT}contribuer/")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("link", name="Modifier 2.4").click()
    assert visitor.page.locator(".live-difference").is_hidden()
    assert visitor.page.get_by_role("button", name="Voir la différence").is_visible()


def test_a_remark_is_left_by_keyboard_alone(visitor: Visitor) -> None:
    visitor.goes_to(f"{TEXT}contribuer/")
    page = visitor.page
    page.get_by_role("link", name="Commenter 1.2").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("#id_title").focus()
    page.keyboard.type("Qui tient l’accueil le samedi ?")
    page.wait_for_timeout(READING_MILLISECONDS)
    for _step in range(30):
        page.keyboard.press("Tab")
        found: Any = page.evaluate(
            "() => document.activeElement.matches('main form.form .form__end button')"
        )
        if found:
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert visitor.receipt()
