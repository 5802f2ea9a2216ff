"""The admin under a policy without inline scripts: every screen opens, every widget starts."""

import re
from typing import TYPE_CHECKING

import pytest

from .visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

NEWS = "appel-acheter-mieux"
PROCESS = "une-ville-sobre-et-plus-fraiche"
SCREENS = (
    "",
    "pages/",
    "pages/search/?q=ville",
    "images/",
    "images/add/",
    "images/multiple/add/",
    "documents/",
    "documents/multiple/add/",
    "snippets/",
    "snippets/ideas/ideaconsultation/",
    "snippets/ideas/ideaconsultation/add/",
    "contributions/",
    "moderation/",
    "users/",
    "users/new/",
    "groups/new/",
    "redirects/add/",
    "workflows/add/",
    "collections/",
    "settings/cms/sitesettings/",
    "settings/cms/navigationsettings/",
    "reports/securite/",
    "reports/navigateurs/",
    "reports/site-history/",
    "reports/workflow/",
    "reports/aging-pages/",
    "engagements/commitment/",
    "engagements/commitment/create/",
)
# What a page of the admin is asked: nothing waits to be started, nothing is written inline.
_LEFT = "() => document.querySelectorAll('template[data-start]').length"
_INLINE = """() => [...document.querySelectorAll('script:not([src])')]
  .filter(script => !script.type.includes('json')).map(script => script.outerHTML.slice(0, 200))"""
# A day as a French form shows it, with its hour.
_MOMENT = r"\d{1,4}[-/.]\d\d[-/.]\d{2,4} \d\d:\d\d"
_HANDLERS = """() => [...document.querySelectorAll('*')].flatMap(node => [...node.attributes])
  .filter(each => each.name.startsWith('on') || each.value.startsWith('javascript:'))
  .map(each => each.name)"""


@pytest.fixture
def administrator(visitor: Visitor) -> Visitor:
    visitor.signs_in("administration")
    return visitor


def opens(visitor: Visitor, address: str) -> "Page":
    page = visitor.goes_to(f"/admin/{address}")
    assert page.evaluate(_LEFT) == 0, address
    assert page.evaluate(_INLINE) == [], address
    assert page.evaluate(_HANDLERS) == [], address
    return page


def edits(visitor: Visitor, slug: str) -> "Page":
    answer = visitor.context.request.get(f"/admin/api/main/pages/?slug={slug}")
    [found] = answer.json()["items"]
    return opens(visitor, f"pages/{found['id']}/edit/")


def test_every_screen_opens(administrator):
    titles = {opens(administrator, address).title() for address in SCREENS}
    # Each shows itself: none leads back to the first page of the admin, or to an error.
    assert len(titles) == len(SCREENS), sorted(titles)
    assert administrator.faults == []


def picks_a_day(page: "Page", name: str) -> str:
    field = page.locator(f"[name={name}]")
    field.scroll_into_view_if_needed()
    field.fill("")
    days = page.locator(".xdsoft_datetimepicker:visible td.xdsoft_date")
    # The calendar opens on the focus that filling gave; on a slow machine the click closes it.
    for _time in range(3):
        field.click()
        page.wait_for_timeout(500)
        if days.count():
            break
        field.blur()
    days.nth(10).click()
    picked = field.input_value()
    page.keyboard.press("Escape")
    return picked


def chooses(page: "Page", name: str) -> str:
    """Opens a chooser, takes the first thing it offers, and reads back what the form would send."""
    page.locator(f"#id_{name}-chooser [data-chooser-action-choose]:visible").first.click()
    dialog = page.locator(".modal.in")
    dialog.locator("a[data-chooser-modal-choice], a.choose-page").first.click()
    dialog.wait_for(state="hidden")
    return page.locator(f"[name={name}]").input_value()


def adds_a_block(page: "Page") -> int:
    """Adds each kind of block that the first field of blocks offers; how many there are."""
    kinds = 0
    while True:
        page.locator(".c-sf-add-button:visible").first.click()
        offered = page.locator("[data-tippy-root] [role=option]")
        offered.first.wait_for()
        if kinds >= offered.count():
            return kinds
        offered.nth(kinds).click()
        page.wait_for_timeout(150)
        kinds += 1


def test_news_is_written(administrator):
    index = administrator.context.request.get("/admin/api/main/pages/?slug=actualites").json()
    page = opens(administrator, f"pages/add/home/newspage/{index['items'][0]['id']}/")

    assert picks_a_day(page, "date")
    page.locator("#id_image-chooser [data-chooser-action-choose]:visible").click()
    page.locator(".modal.in .modal-body").wait_for()
    page.locator(".modal.in [data-dismiss=modal]").first.click()
    page.locator(".modal.in").wait_for(state="hidden")
    assert adds_a_block(page) > 2
    assert page.evaluate(_INLINE) == []


def test_steps_of_a_process_are_added(administrator):
    page = edits(administrator, PROCESS)
    count = page.locator("[name=steps-TOTAL_FORMS]")
    before = int(count.input_value())
    page.locator("#id_steps-ADD").click()

    assert picks_a_day(page, f"steps-{before}-starts_on")
    assert chooses(page, f"steps-{before}-result_page").isdecimal()
    assert chooses(page, "steps-0-activity").isdecimal()
    assert int(count.input_value()) == before + 1


def test_call_is_dated(administrator):
    page = opens(administrator, "snippets/ideas/ideaconsultation/add/")
    page.locator("#tab-label-dates_et_public").click()

    assert re.fullmatch(_MOMENT, picks_a_day(page, "opens_at"))


def test_redirect_and_workflow_choose(administrator):
    page = opens(administrator, "redirects/add/")
    assert chooses(page, "redirect_page").isdecimal()
    page = opens(administrator, "workflows/add/")
    page.locator("#id_workflow_tasks-ADD").click()
    page.locator("#id_workflow_tasks-0-task-chooser [data-chooser-action-choose]:visible").click()
    offered = page.locator(".modal.in .modal-body")
    offered.wait_for()
    assert offered.inner_text().strip()
