"""Voting on the participatory budget: by keyboard alone, without script on a telephone, anew."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .addresses import VOTE
from .visitor import READING_MILLISECONDS, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = {"viewport": {"width": 390, "height": 844}}
NUMBER = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")
SMALLEST = {"width": 320, "height": 568}
# Far more than any page has: a journey that turns in circles ends.
MANY = 120


# Above the bar that sticks to the bottom of a narrow screen.
_SEEN = """() => {
  const bar = document.querySelector('.basket-jump');
  const focused = document.activeElement;
  if (!bar || getComputedStyle(bar).display === 'none' || bar.contains(focused)) return true;
  return focused.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top + 1; }"""


def _tabs_to(page: "Page", selector: str) -> None:
    """Presses Tab until this is what has the focus, and is seen."""
    for _press in range(MANY):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            assert page.evaluate(_SEEN), f"{selector} is hidden behind the bar"
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def _adds(page: "Page", number: int) -> None:
    page.locator(f"#projet-{number} button[name=ajouter]").click()
    page.locator(f"#projet-{number}.project--in").wait_for()


def _last_code(mails: Callable[[], str]) -> str:
    found: list[str] = re.findall(r"(?m)^(\d{6})\s*$", mails())
    return found[-1]


def _proves(voter: Visitor, mails: Callable[[], str], email: str) -> None:
    """Asks for a code by mail, and types it."""
    page = voter.goes_to(f"{VOTE}contribuer/voter/")
    page.locator("main input[name=email]").fill(email)
    page.wait_for_timeout(READING_MILLISECONDS)
    voter.presses("courriel")
    page.locator("main input[name=code]").fill(_last_code(mails))
    voter.presses("code")


def _confirms(voter: Visitor, **names: str) -> str:
    """Answers the last questions, votes, and reads the number of the receipt."""
    page = voter.page
    given = {"surname": "Martin", "first_names": "Camille", "born_on": "27/03/1985", **names}
    for name, value in given.items():
        page.locator(f"main input[name={name}]").fill(value)
    page.locator("main input[name=eligible]").check()
    with page.expect_navigation():
        page.locator("main .form__end button[value=voter]").click()
    assert voter.path() == f"{VOTE}contribuer/recu/"
    found = NUMBER.search(page.locator("main h1").inner_text())
    assert found, page.locator("main").inner_text()
    return found[0]


def test_vote_by_keyboard_only(visit: Callable[..., Visitor]):
    voter = visit()
    voter.signs_in("habitant")
    page = voter.goes_to(VOTE)
    _tabs_to(page, f"main a.button[href='{VOTE}contribuer/']")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    _tabs_to(page, "#projet-5 button[name=ajouter]")
    page.keyboard.press("Enter")
    page.locator("#projet-5.project--in").wait_for()
    # The focus stays where it was, and the sum is read aloud.
    assert page.evaluate("document.activeElement.closest('li')?.id") == "projet-5"
    assert page.locator("p.visually-hidden[role=status]").inner_text().endswith(".")
    page.keyboard.press("Enter")
    page.locator("#projet-5:not(.project--in)").wait_for()
    page.keyboard.press("Enter")
    page.locator("#projet-5.project--in").wait_for()
    _tabs_to(page, "button.basket__go")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert voter.path() == f"{VOTE}contribuer/relire/"

    _tabs_to(page, f"main a.button[href='{VOTE}contribuer/voter/']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for name, typed in (
        ("surname", "Habitant"),
        ("first_names", "Dominique"),
        ("born_on", "01/02/1990"),
    ):
        _tabs_to(page, f"main input[name={name}]")
        page.keyboard.type(typed)
    _tabs_to(page, "main input[name=eligible]")
    page.keyboard.press("Space")
    _tabs_to(page, ".form__end button[value=voter]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert NUMBER.search(page.locator("main h1").inner_text())
    assert "Vous avez voté le" in voter.goes_to(VOTE).locator(".vote-state").inner_text()


def test_vote_without_script_on_a_telephone(
    visit: Callable[..., Visitor], mails: Callable[[], str]
):
    voter = visit(java_script_enabled=False, **PHONE)
    page = voter.goes_to(f"{VOTE}contribuer/")
    _adds(page, 1)
    _adds(page, 10)
    assert "Pas encore voté" in voter.goes_to(VOTE).locator(".vote-state").inner_text()
    page = voter.goes_to(f"{VOTE}contribuer/")
    page.locator(".basket-jump a").click()
    page.locator("#panier button[name=retirer][value='10']").click()
    page.locator("#projet-10:not(.project--in)").wait_for()
    with page.expect_navigation():
        page.locator("#panier .basket__go").click()
    assert voter.path() == f"{VOTE}contribuer/relire/"

    _proves(voter, mails, "sansscript@demo.example")
    number = _confirms(voter, first_names="Sacha")
    assert number not in voter.page.url
    page.locator("main form button:not([type])").click()
    gone = page.goto(f"{VOTE}contribuer/recu/")
    assert gone is not None
    assert gone.status == 410


def test_vote_is_changed(visit: Callable[..., Visitor], mails: Callable[[], str]):
    voter = visit(**PHONE)
    page = voter.goes_to(f"{VOTE}contribuer/")
    _adds(page, 2)
    _proves(voter, mails, "change@demo.example")
    first = _confirms(voter, first_names="Alix")

    page = voter.goes_to(VOTE)
    page.locator(".vote-state a", has_text="Changer mon vote").click()
    page.wait_for_url(f"**{VOTE}contribuer/")
    assert (
        "Ce bulletin compte jusqu’à ce que vous en confirmiez un autre"
        in page.locator(".vote-head").inner_text()
    )
    _adds(page, 3)
    _proves(voter, mails, "change@demo.example")
    assert "qui le remplace" in page.locator("main").inner_text()
    second = _confirms(voter, first_names="Alix")

    assert second != first
    assert "remplace le précédent" in page.locator(".receipt__ok").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [PHONE["viewport"], {"width": 1280, "height": 900}, SMALLEST])
def test_steps_are_accessible(visit: Callable[..., Visitor], scheme: str, screen: dict[str, int]):
    voter = visit(viewport=screen, color_scheme=scheme)
    page = voter.goes_to(f"{VOTE}contribuer/")
    _adds(page, 4)
    # The bar of the basket is in its own place there, over no button.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    found = [f"choose: {line}" for line in voter.axe()]
    for step in ("relire/", "voter/", "recu/"):
        voter.goes_to(f"{VOTE}contribuer/{step}")
        found += [f"{step}: {line}" for line in voter.axe()]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{step} scrolls sideways")

    assert found == []
