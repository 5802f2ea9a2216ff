"""Keyboard only: everything can be reached, seen where one is, and done."""

import pytest

from .addresses import OPEN_CALL
from .visitor import READING_MILLISECONDS

# Where the focus is: an identifier, whether it is drawn, whether it is on the screen.
_FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const style = getComputedStyle(node);
  const ring = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none';
  // A card or a choice may wear the ring of the link or button inside it.
  let around = node.parentElement, worn = false;
  for (let depth = 0; around && depth < 5; depth++, around = around.parentElement) {
    const outline = getComputedStyle(around);
    worn ||= parseFloat(outline.outlineWidth) >= 2 && outline.outlineStyle !== 'none';
  }
  const drawn = ring || worn || style.boxShadow !== 'none';
  const box = node.getBoundingClientRect();
  return {mark: node.dataset.tabMark, html: node.outerHTML.slice(0, 120), drawn,
          seen: box.bottom > 0 && box.top < innerHeight && box.width > 0}; }"""
# Marks everything that the keyboard should reach; one button of each group of radios.
_MARK = """() => {
  const groups = new Set(); let count = 0;
  const query = 'a[href], button, input:not([type=hidden]), select, textarea, summary,' +
    '[tabindex="0"]';
  for (const node of document.querySelectorAll(query)) {
    const shown = node.checkVisibility({visibilityProperty: true});
    if (node.disabled || node.tabIndex < 0 || !shown) continue;
    if (node.type === 'radio') {
      const key = node.form + node.name;
      const chosen = document.querySelector(`input[name="${node.name}"]:checked`);
      if (groups.has(key) || (chosen && chosen !== node)) continue;
      groups.add(key);
    }
    node.dataset.tabMark = count++;
  }
  return count; }"""


def _walk(page, limit):
    """Presses Tab until the focus leaves the page; where it went, in order."""
    steps = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        step = page.evaluate(_FOCUS)
        if step is None:
            break
        steps.append(step)
    return steps


@pytest.mark.parametrize(
    "address", ["/", "/engagements/", OPEN_CALL, f"{OPEN_CALL}contribuer/", "/contact/"]
)
def test_tab_reaches_everything_and_shows_where_it_is(visitor, address):
    page = visitor.goes_to(address)
    count = page.evaluate(_MARK)

    steps = _walk(page, count + 20)

    reached = [int(step["mark"]) for step in steps if step["mark"] is not None]
    assert sorted(set(range(count)) - set(reached)) == []
    assert [step["html"] for step in steps if not step["drawn"]] == []
    assert [step["html"] for step in steps if not step["seen"]] == []
    assert reached == sorted(reached), "the order of the keyboard is that of the page"


def test_skip_link_comes_first_and_moves_the_focus(visitor):
    page = visitor.goes_to("/engagements/")
    page.keyboard.press("Tab")
    link = page.locator(":focus")

    assert link.get_attribute("href") == "#contenu"
    assert link.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_menu_of_a_narrow_screen_opens_and_closes(visit):
    narrow = visit(viewport={"width": 390, "height": 844})
    page = narrow.goes_to("/")
    button = page.locator("button[popovertarget=menu]:not([popovertargetaction])")
    link = page.locator("#menu a").first
    assert not link.is_visible()

    button.focus()
    page.keyboard.press("Enter")
    assert link.is_visible()
    assert narrow.axe() == []
    page.keyboard.press("Escape")

    assert not link.is_visible()
    assert button.evaluate("node => node === document.activeElement")


def _tab_to(page, selector):
    for _ in range(120):
        if page.evaluate("wanted => !!document.activeElement?.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {selector}")


def test_idea_is_given_with_the_keyboard_alone(visitor):
    page = visitor.goes_to(OPEN_CALL)
    _tab_to(page, "main a[href$='/contribuer/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contribuer/")
    _tab_to(page, "input[name=title]")
    page.keyboard.type("Prêter des outils entre voisins")
    _tab_to(page, "textarea[name=text]")
    page.keyboard.type(
        "Une armoire commune dans chaque maison de quartier, tenue par les habitants."
    )
    _tab_to(page, "input[name=theme]")
    page.keyboard.press("Space")
    page.wait_for_timeout(READING_MILLISECONDS)
    _tab_to(page, "button[name=action][value=relire]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    _tab_to(page, "button[name=action][value=envoyer]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recu/**")

    assert visitor.receipt()
