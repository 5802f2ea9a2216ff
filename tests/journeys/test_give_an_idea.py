"""An idea from end to end: given without JavaScript, published, answered, linked, followed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

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
    stranger.goes_to(OPEN_CALL).get_by_role("link", name=TITLE, exact=True).click()
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


def _pictures(folder: Path) -> list[Path]:
    """One picture, and a script that calls itself one."""
    good, bad = folder / "la cour.jpg", folder / "piege.jpg"
    Image.new("RGB", (640, 480), "teal").save(good)
    bad.write_bytes(b"<script>alert(1)</script>")
    return [good, bad]


def test_similar_ideas_come_while_the_title_is_typed(visit: Callable[..., Visitor]):
    stranger = visit()
    page = stranger.goes_to(f"{OPEN_CALL}contribuer/")
    assert not page.locator("#proches").is_visible()
    title = page.locator("main input[name=title]")
    title.press_sequentially("Prêter des gourdes aux clubs")
    found = page.locator("#proches a[href*='/idees/']")
    found.first.wait_for()
    assert "gourdes" in found.first.inner_text()
    assert "ressemble" in page.locator("[role=status]#proches-dit").inner_text()
    assert title.evaluate("field => document.activeElement === field")
    assert stranger.axe() == []

    # The keyboard reaches them: the button, then the first link.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert found.first.evaluate("link => document.activeElement === link")

    title.fill("Une piste de patinage sur la place")
    page.locator("#proches").wait_for(state="hidden")


@pytest.mark.parametrize("script", [True, False])
def test_files_survive_an_error_and_the_second_reading(
    visit: Callable[..., Visitor], tmp_path: Path, script: bool
):
    stranger = visit(java_script_enabled=script, **PHONE)
    page = stranger.writes_idea(OPEN_CALL, title="Ombrager la cour du gymnase", text="Court")
    page.locator("#fichiers summary").click()
    page.locator("main input[name=pictures]").set_input_files(_pictures(tmp_path))
    page = stranger.presses("relire")
    assert "la cour.jpg" in page.locator(".file__name").inner_text()
    assert "piege.jpg" in page.locator("main [role=alert]").inner_text()
    if script:
        assert stranger.axe() == []

    page.locator("main textarea[name=text]").fill(TEXT)
    page = stranger.presses("relire")
    described = page.locator("main input[name^=description-]")
    described.fill("La cour vide, en plein soleil")
    stranger.presses("envoyer")
    picture = page.locator(".attached img")
    assert picture.get_attribute("alt") == "La cour vide, en plein soleil"
    picture.scroll_into_view_if_needed()
    assert stranger.context.request.get(picture.get_attribute("src") or "").status == 200
    if script:
        assert picture.evaluate(
            "async image => { await image.decode(); return image.naturalWidth }"
        )


def test_without_script_a_button_looks_for_similar_ideas(visit: Callable[..., Visitor]):
    stranger = visit(java_script_enabled=False, **PHONE)
    page = stranger.writes_idea(OPEN_CALL, title="Prêter des gourdes aux clubs", text=TEXT)
    page = stranger.presses("proches")
    assert page.url.endswith("#proches")
    instead = page.locator("#proches a.support").first
    assert re.search(r"/idees/\d+/#soutenir$", instead.get_attribute("href") or "")
    assert page.locator("main textarea[name=text]").input_value() == TEXT

    page = stranger.presses("relire")
    assert "gourdes" in page.locator(".similar").inner_text()
    stranger.presses("envoyer")
    assert stranger.receipt()


def test_the_enter_key_reads_again_wherever_one_writes(visit: Callable[..., Visitor]):
    stranger = visit()
    page = stranger.writes_idea(OPEN_CALL, title="Une idée à la touche Entrée", text=TEXT)
    with page.expect_navigation():
        page.locator("main input[name=display_name]").press("Enter")
    assert page.locator("main button[value=envoyer]").is_visible()


def test_an_address_is_confirmed_by_its_link(
    visit: Callable[..., Visitor], mails: Callable[[], str]
):
    officer = visit()
    officer.signs_in("participation")
    officer.goes_to("/admin/snippets/ideas/ideaconsultation/?q=acheter")
    page = officer.page
    page.get_by_role("link", name="Acheter mieux").first.click()
    page.wait_for_url("**/edit/**")
    page.get_by_role("tab", name="Règles de l’appel").click()
    page.locator("input[name=confirms_email]").check()
    page.locator("button[name=action-publish]").evaluate("button => button.click()")
    page.wait_for_load_state()

    stranger = visit(java_script_enabled=False, **PHONE)
    stranger.writes_idea(
        OPEN_CALL, title="Des lampes qui baissent", text=TEXT, email="if@test.example"
    )
    stranger.presses("relire")
    page = stranger.presses("envoyer")
    receipt = stranger.receipt()
    assert "confirmez votre adresse" in page.locator("main").inner_text()

    link = re.search(rf"http://\S+/suivi/{receipt}/confirmer/\S+?/(?=\s)", mails())
    assert link
    page = stranger.goes_to(link[0])
    page.locator("main form button").click()
    page.wait_for_url("**/suivi/**fait=confirme")
    assert "Votre adresse est confirmée" in page.locator("main").inner_text()
    assert "Adresse confirmée" in page.locator(".story").inner_text()
    page = stranger.goes_to(link[0])
    assert "déjà confirmée" in page.locator("main").inner_text()


def test_words_without_end_never_widen_a_page(visit: Callable[..., Visitor]):
    stranger = visit(java_script_enabled=False, viewport={"width": 320, "height": 800})
    stranger.writes_idea(OPEN_CALL, title="x" * 100, text="y" * 2_000, display_name="z" * 80)
    for action in ("proches", "relire", "envoyer"):
        page = stranger.presses(action)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, action
    page = stranger.goes_to(f"/suivi/{stranger.receipt()}/")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
