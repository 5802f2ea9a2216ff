"""Every kind of page: accessible light and dark, narrow and wide; no sideways scroll; light."""

from collections.abc import Callable

import pytest

from tests.support.house import listing

from .addresses import FIXED, LISTED, OPEN_CALL, listed
from .visitor import Visitor

SCREENS = {"narrow": {"width": 390, "height": 844}, "wide": {"width": 1280, "height": 900}}
SMALLEST = {"width": 320, "height": 568}
HOME_BYTES, HOME_REQUESTS = 300_000, 25
# What sticks out of a page that scrolls sideways, the deepest elements first.
_STICKING_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter(
    node => node.getBoundingClientRect().right > innerWidth + 1).slice(-3).map(
    node => node.outerHTML.slice(0, 140))"""


def _read_in_every_way(visitor: Visitor, address: str) -> list[str]:
    """What is wrong with a page, light and dark, narrow and wide, then at 320 pixels."""
    page, found = visitor.goes_to(address), []
    for screen, size in SCREENS.items():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += [f"{screen}, {scheme}: {line}" for line in visitor.axe()]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(SMALLEST)  # type: ignore[arg-type]
    sticking = page.evaluate(_STICKING_OUT)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"scrolls sideways at 320 pixels: {sticking}")
    return found


@pytest.mark.parametrize("address", FIXED)
def test_page_is_accessible(visitor, address):
    found = _read_in_every_way(visitor, address)

    assert found == [], listing(found)


@pytest.mark.parametrize("kind", LISTED)
def test_page_found_in_a_list_is_accessible(visitor, kind):
    found = _read_in_every_way(visitor, listed(visitor, kind))

    assert found == [], listing(found)


def test_form_with_errors_is_accessible(visitor):
    page = visitor.goes_to(f"{OPEN_CALL}contribuer/")
    with page.expect_navigation():
        page.locator("main button[name=action][value=relire]").click()

    assert page.title().startswith("Erreur")
    assert page.locator("main [aria-invalid=true]").count() >= 2
    assert visitor.axe() == []
    page.emulate_media(color_scheme="dark")
    assert visitor.axe() == []


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("agent", ("/", "/compte/", "/compte/email/", "/compte/password/change/")),
        ("communication", ("/",)),  # with Wagtail's bar for editors
    ],
)
def test_pages_of_somebody_signed_in_are_accessible(visitor, name, addresses):
    visitor.signs_in(name)
    found = [line for address in addresses for line in _read_in_every_way(visitor, address)]

    assert found == [], listing(found)


def test_agents_read_what_is_theirs(visit: Callable[..., Visitor]):
    stranger, agent = visit(), visit()
    agent.signs_in("agent")
    seen = []
    for person in (stranger, agent):
        links = person.goes_to("/participer/").locator("main a[href^='/participer/']")
        seen.append(set(links.evaluate_all("all => all.map(a => a.getAttribute('href'))")))
    theirs = next(iter(address for address in seen[1] - seen[0] if address.count("/") == 3))

    assert agent.goes_to(theirs).locator("main h1").is_visible()
    refused = stranger.page.goto(theirs)
    assert refused.status in {403, 404} or stranger.path() == "/compte/login/"


def test_no_cookie_before_an_action(visitor):
    for address in (
        "/",
        "/engagements/",
        "/participer/",
        OPEN_CALL,
        "/suivi/",
        "/recherche/?q=eau",
    ):
        visitor.goes_to(address)

    assert visitor.context.cookies() == []
    assert visitor.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_home_page_is_light(visitor):
    answers = []
    visitor.page.on("requestfinished", lambda request: answers.append(request))
    visitor.goes_to("/")
    visitor.page.wait_for_load_state("networkidle")
    weights = {request.url: request.sizes()["responseBodySize"] for request in answers}

    assert len(weights) <= HOME_REQUESTS, sorted(weights)
    assert sum(weights.values()) < HOME_BYTES, sorted(weights.items(), key=lambda item: -item[1])


def test_nothing_moves_for_those_who_asked_so(visit: Callable[..., Visitor]):
    calm = visit(reduced_motion="reduce")
    for address in ("/", "/engagements/", OPEN_CALL):
        calm.goes_to(address)
        assert calm.page.evaluate("document.getAnimations().length") == 0


def test_text_spaced_by_the_reader_is_not_cut(visitor):
    """WCAG 1.4.12: with the spacing a reader sets, nothing is clipped nor overlaps its box."""
    page = visitor.goes_to("/")
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
        '* { line-height: 1.5 !important; letter-spacing: .12em !important;' +
        'word-spacing: .16em !important } p { margin-bottom: 2em !important }');
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }"""
    )
    cut = page.evaluate(
        """() => [...document.querySelectorAll('main *, header *, footer *')].filter(node => {
        const style = getComputedStyle(node);
        return ['hidden', 'clip'].includes(style.overflowX) && node.innerText?.trim()
          && !node.closest('.visually-hidden, .sr-only, svg')
          && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1);
        }).map(node => node.outerHTML.slice(0, 140))"""
    )

    assert cut == []
