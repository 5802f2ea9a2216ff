"""An editor publishes a piece of news, and a call for ideas is scheduled from the same admin."""

from collections.abc import Callable

from .visitor import Visitor

TITLE = "La bibliothèque ouvre un atelier de réparation"


def _identifier(editor: Visitor, slug: str) -> int:
    """The number of a page, as the admin's own explorer finds it."""
    answer = editor.context.request.get(f"/admin/api/main/pages/?slug={slug}")
    [page] = answer.json()["items"]
    return int(page["id"])


def test_editor_publishes_news(visit: Callable[..., Visitor]):
    editor, reader = visit(), visit()
    editor.signs_in("communication")
    index = _identifier(editor, "actualites")
    page = editor.goes_to(f"/admin/pages/add/home/newspage/{index}/")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=introduction]").fill("Chaque samedi, des bénévoles réparent avec vous.")
    publish = page.locator("button[name=action-publish]")
    if not publish.is_visible():
        page.locator(
            ".footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle"
        ).first.click()
    publish.click()
    page.wait_for_load_state()

    listed = reader.goes_to("/actualites/").get_by_role("link", name=TITLE)
    listed.first.click()
    assert reader.page.locator("main h1").inner_text() == TITLE
    assert "Chaque samedi" in reader.page.locator("main").inner_text()
    assert TITLE in reader.context.request.get("/actualites/flux/").text()
    assert TITLE in reader.goes_to("/recherche/?q=atelier+reparation").locator("main").inner_text()


def test_editor_opens_what_she_manages(visitor):
    """The screens of the one admin answer, with nothing asked from another site."""
    visitor.signs_in("communication")
    for address in (
        "/admin/",
        "/admin/pages/",
        "/admin/snippets/ideas/ideaconsultation/",
        "/admin/images/",
        "/admin/settings/cms/sitesettings/",
        "/admin/settings/cms/navigationsettings/",
    ):
        answer = visitor.page.goto(address)
        assert answer.status == 200, address


def test_moderator_sees_no_more_than_her_work(visitor):
    visitor.signs_in("moderation")

    assert visitor.page.goto("/admin/contributions/").status == 200
    for address in ("/admin/users/", "/admin/settings/cms/sitesettings/"):
        visitor.page.goto(address)
        assert address not in visitor.page.url, f"{address} is open to moderators"
