"""An idea from end to end: given without JavaScript, published, answered, linked, followed."""

import re
from collections.abc import Callable

import pytest

from .addresses import OPEN_CALL
from .visitor import READING_MILLISECONDS, Visitor

TITLE = "Récupérer les chutes de papier pour des carnets"
TEXT = (
    "Chaque service jette des chutes propres. Un bac commun et une relieuse suffiraient pour en "
    "faire des carnets, distribués aux accueils."
)
ANSWER = "Nous installons un bac dans chaque accueil."
PHONE = {"viewport": {"width": 390, "height": 844}}


def _desk_of(page, title: str):
    """Opens the contribution of this title at the officers' desk, found by the search."""
    page.goto("/admin/contributions/?q=" + title.split()[0])
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url("**/edit/**")
    return page


def _give_without_script(stranger: Visitor) -> str:
    stranger.writes_idea(OPEN_CALL, title=TITLE, text=TEXT, display_name="Une voisine")
    page = stranger.presses("relire")
    assert TITLE in page.locator("main").inner_text()
    page = stranger.presses("modifier")
    assert page.locator("main input[name=title]").input_value() == TITLE
    page.wait_for_timeout(READING_MILLISECONDS)
    stranger.presses("relire")
    stranger.presses("envoyer")
    return stranger.receipt()


def _follow(stranger: Visitor, typed: str, receipt: str) -> None:
    """Types the number as one remembers it, and reads the story."""
    page = stranger.goes_to("/suivi/")
    page.locator("main input[name=recu]").fill(typed)
    page.locator("main form button").click()
    assert stranger.path() == f"/suivi/{receipt}/"
    assert TITLE in page.locator("main").inner_text()


def _publish(moderator: Visitor) -> None:
    """Who moderates publishes, and has no right to answer."""
    moderator.signs_in("moderation")
    page = _desk_of(moderator.page, TITLE)
    assert page.locator("button[name=action][value=answer]").count() == 0
    page.locator("button[name=action][value=publish]").click()
    page.wait_for_load_state()


def _answer(officer: Visitor) -> None:
    """The participation officer drafts the answer, cites commitment 17, and publishes."""
    officer.signs_in("participation")
    page = _desk_of(officer.page, TITLE)
    page.get_by_role("button", name="Préparer la réponse").click()
    page.wait_for_url("**/answer/edit/**")
    page.locator("input[name=verdict][value=retained]").check()
    page.locator("textarea[name=text]").fill(ANSWER)
    page.locator(".searchable input[type=search]").fill("17")
    cited = page.locator(".searchable__list label").filter(has_text=re.compile(r"^\s*17\."))
    cited.locator("input").check()
    page.locator("[name=action-publish]").evaluate("button => button.click()")
    page.wait_for_url("**/participation/answer/")


def test_idea_from_end_to_end_without_script(visit: Callable[..., Visitor]):
    stranger = visit(java_script_enabled=False, **PHONE)
    receipt = _give_without_script(stranger)
    _follow(stranger, receipt.lower().replace("-", " "), receipt)
    assert TITLE not in stranger.goes_to(OPEN_CALL).locator("main").inner_text()

    _publish(visit())
    stranger.goes_to(OPEN_CALL).get_by_role("link", name=TITLE).click()
    public = stranger.path()
    assert re.fullmatch(rf"{OPEN_CALL}idees/\d+/", public)
    found = stranger.goes_to("/recherche/?q=carnet+chute").locator("main")
    assert found.locator(f"a[href='{public}']").count() == 1
    assert TITLE in stranger.context.request.get(f"{OPEN_CALL}idees/flux/").text()

    _answer(visit())
    answer = stranger.goes_to(public).locator("main")
    assert ANSWER in answer.inner_text()
    assert answer.locator("a[href='/engagements/17/']").count() >= 1
    commitment = stranger.goes_to("/engagements/17/").locator("main")
    assert commitment.locator(f"a[href='{public}']").count() >= 1
    assert ANSWER in stranger.goes_to(f"/suivi/{receipt}/").locator("main").inner_text()


def test_double_click_gives_one_idea(visit: Callable[..., Visitor]):
    title = "Composter les restes des repas du mercredi"
    stranger = visit()
    stranger.writes_idea(OPEN_CALL, title=title, text=TEXT)
    page = stranger.presses("relire")
    form = page.locator("main form").evaluate("form => Object.fromEntries(new FormData(form))")
    page.locator("main button[name=action][value=envoyer]").dblclick()
    page.wait_for_url("**/recu/**")
    receipt = stranger.receipt()

    # The same form, sent again later, finds the idea already registered.
    again = stranger.context.request.post(
        f"{OPEN_CALL}contribuer/",
        form={**form, "action": "envoyer"},
        headers={"Referer": f"{stranger.city}{OPEN_CALL}"},
    )
    assert again.status == 409
    assert receipt in again.text()

    officer = visit()
    officer.signs_in("moderation")
    officer.goes_to("/admin/contributions/?q=Composter")
    assert officer.page.get_by_role("link", name=title).count() == 1


def test_double_click_without_script_gives_one_idea(visit: Callable[..., Visitor]):
    title = "Partager les broyeurs de branches"
    stranger = visit(java_script_enabled=False)
    stranger.writes_idea(OPEN_CALL, title=title, text=TEXT)
    page = stranger.presses("relire")
    page.locator("main button[name=action][value=envoyer]").dblclick()
    page.wait_for_load_state()

    officer = visit()
    officer.signs_in("moderation")
    officer.goes_to("/admin/contributions/?q=broyeurs")
    assert officer.page.get_by_role("link", name=title).count() == 1


def test_draft_comes_back(visit: Callable[..., Visitor]):
    stranger = visit()
    page = stranger.goes_to(f"{OPEN_CALL}contribuer/")
    page.locator("main input[name=title]").fill("Un brouillon")
    page.locator("main textarea[name=text]").fill("Une phrase que je n’ai pas envoyée.")
    page.wait_for_timeout(1_200)
    stranger.goes_to("/")

    page = stranger.goes_to(f"{OPEN_CALL}contribuer/")
    assert page.locator("[data-draft-offer]").is_visible()
    assert page.locator("main input[name=title]").input_value() == ""
    page.locator("[data-draft-restore]").click()

    assert page.locator("main input[name=title]").input_value() == "Un brouillon"
    assert page.locator("main textarea[name=text]").input_value().startswith("Une phrase")
    assert not page.locator("[data-draft-offer]").is_visible()


def test_draft_is_forgotten_once_sent(visit: Callable[..., Visitor]):
    stranger = visit()
    stranger.writes_idea(OPEN_CALL, title="Moins d’emballages aux goûters", text=TEXT)
    stranger.presses("relire")
    stranger.presses("envoyer")

    page = stranger.goes_to(f"{OPEN_CALL}contribuer/")
    assert not page.locator("[data-draft-offer]").is_visible()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("script", [True, False])
def test_bad_input_keeps_the_text_and_says_what_to_do(visit: Callable[..., Visitor], script: bool):
    stranger = visit(java_script_enabled=script)
    page = stranger.goes_to(f"{OPEN_CALL}contribuer/")
    page.locator("main input[name=title]").fill("Court")
    page.locator("main textarea[name=text]").fill("Trop peu.")
    page.locator("main input[name=email]").fill("pas une adresse")
    page.wait_for_timeout(READING_MILLISECONDS)
    page = stranger.presses("relire")

    assert page.title().startswith("Erreur")
    assert page.locator("main textarea[name=text]").input_value() == "Trop peu."
    assert page.locator("main input[name=email]").input_value() == "pas une adresse"
    summary = page.locator("main [role=alert]")
    for name in ("text", "email"):
        field = page.locator(f"main [name={name}]")
        assert field.get_attribute("aria-invalid") == "true"
        assert summary.locator(f"a[href='#{field.get_attribute('id')}']").count() == 1
