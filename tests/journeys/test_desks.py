"""The desks of those who run participation: every screen, wide and narrow, light and dark."""

import re
from collections.abc import Callable
from typing import Any

from participation.mechanism import mechanisms
from tests.support.contract import contracts
from tests.support.house import listing

from .visitor import AXE_RULES, Visitor, axe_source

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# What a width or a colour scheme changes: asked again, narrow and dark.
_OF_SIGHT = ("color-contrast", "link-in-text-block", "target-size")
# Wagtail's own screens, walked in test_admin_policy.py; what leaves, downloads or acts at once.
_LEFT_OUT = re.compile(
    r"/admin/($|pages/|images/|documents/|account/|help/|search/|styleguide/|bulk/|logout"
    r"|users/|groups/|workflows/|redirects/|collections/|sites/|locales/|settings/|reports/"
    r"|snippets/$)|/(copy|delete|history|usage|preview|unpublish|inspect|results|export)(/|$)"
    r"|\.\w{2,6}($|\?)"
)
# Wagtail's own map of a form, which scrolls without taking the focus.
_NOT_OURS = ("w-minimap",)
_LINKS = """() => [...document.querySelectorAll("a[href]")].map(link => link.pathname)"""
# Colours on their way from light to dark are nobody's contrast: they arrive at once.
_AT_ONCE = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, ::before, ::after { transition: none !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }"""
_RUN = "rules => axe.run(document, rules)"
# Words beyond the right edge that nothing lets one scroll to: Wagtail's page hides them.
_STICKING_OUT = """() => [...document.querySelectorAll("main *, header *")].filter(node => {
  if (node.children.length || !node.innerText?.trim() || node.closest(".w-minimap")) return false;
  const box = node.getBoundingClientRect();
  if (!box.width || box.right <= innerWidth + 1) return false;
  for (let round = node.parentElement; round && round.id !== "main"; round = round.parentElement)
    if (["auto", "scroll"].includes(getComputedStyle(round).overflowX)) return false;
  return true;
}).slice(0, 3).map(node => node.outerHTML.slice(0, 140))"""


def _kind(address: str) -> str:
    """The address without its numbers: two that differ by them show the same screen."""
    return re.sub(r"\d+", "N", address)


class _Walk:
    """One officer going from screen to screen, who opens each kind of them once."""

    def __init__(self, officer: Visitor) -> None:
        self.officer, self.page = officer, officer.page
        self.seen: set[str] = set()
        self.faults: list[str] = []

    def links(self, address: str) -> list[str]:
        """The addresses of the desks that a screen leads to."""
        self.officer.goes_to(address)
        found: list[str] = self.page.evaluate(_LINKS)
        return [one for one in found if one.startswith("/admin/") and not _LEFT_OUT.search(one)]

    def opens(self, address: str) -> None:
        """Reads a screen in every way, unless one of its kind was read."""
        if _kind(address) in self.seen:
            return
        self.seen.add(_kind(address))
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        self.page.emulate_media(color_scheme="light")
        answer = self.page.goto(address, wait_until="load")
        if answer is None or answer.status != 200:
            self.faults.append(f"{address}: {answer and answer.status}")
            return
        self.page.evaluate(axe_source())
        self.page.evaluate(_AT_ONCE)
        self._read(address, "wide, light", AXE_RULES)
        sight: dict[str, Any] = {**AXE_RULES, "runOnly": {"type": "rule", "values": _OF_SIGHT}}
        self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        self.page.emulate_media(color_scheme="dark")
        self._read(address, "narrow, dark", sight)

    def _read(self, address: str, way: str, rules: dict[str, Any]) -> None:
        found: dict[str, Any] = self.page.evaluate(_RUN, rules)
        self.faults += [
            f"{address}, {way}: {violation['id']}: {node['html'][:160]}"
            for violation in found["violations"]
            for node in violation["nodes"]
            if not any(name in node["html"] for name in _NOT_OURS)
        ]
        sticking = self.page.evaluate(_STICKING_OUT)
        if sticking or self.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
            self.faults.append(f"{address}, {way}: sticks out: {sticking}")


def _desks(walk: _Walk, slug: str, model: str) -> list[str]:
    """The screens of the first activity of a mechanism, those that its contract adds included."""
    app, name = model.lower().split(".")
    index = f"/admin/snippets/{app}/{name}/"
    boards = [one for one in walk.links(index) if re.fullmatch(r"/admin/calls/\d+/", one)]
    board, pks = boards[0], [one.split("/")[-2] for one in boards]
    pk = pks[0]
    found = [f"{index}edit/{pk}/", board]
    found += [one for one in walk.links(board) if _kind(one) not in walk.seen]
    for desk in contracts()[slug].desks:
        if isinstance(desk, str):
            found.append(f"/admin/{desk.format(pk=pk)}")
        else:
            place, pattern = desk
            # What is over no longer offers everything: another one of them does.
            screens = (walk.links(f"/admin/{place.format(pk=one)}") for one in pks)
            found.append(
                next(one for links in screens for one in links if re.fullmatch(pattern, one))
            )
    return found


def test_every_desk_is_accessible(visit: Callable[..., Visitor]) -> None:
    # Wagtail's sidebar moves without end: nothing here waits for what moves.
    officer = visit(reduced_motion="reduce")
    officer.signs_in("participation")
    walk = _Walk(officer)
    for address in ["/admin/", *walk.links("/admin/")]:
        walk.opens(address)
    # The same screen of each mechanism shows other things there.
    boards = [_desks(walk, one.slug, one.activity_model) for one in mechanisms()]
    for desks in boards:
        walk.seen.discard(_kind("/admin/calls/1/"))
        for address in desks:
            walk.opens(address)

    assert len(walk.seen) > 60, sorted(walk.seen)
    assert walk.faults == [], listing(walk.faults)
