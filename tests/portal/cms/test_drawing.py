"""The drawing tags: icons, motifs, gauge, shapes; and those that know where the reader is."""

import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from portal.cms.templatetags import portal_tags
from tests.support import house

STATIC = house.ROOT / "portal/static/portal"
SVG = "{http://www.w3.org/2000/svg}"


def _symbols(name: str) -> set[str]:
    tree = ElementTree.parse(STATIC / "img" / name)  # noqa: S314 (our own file)
    return {symbol.get("id") for symbol in tree.iter(f"{SVG}symbol")}


def _used(pattern: str) -> set[str]:
    files = [*(path for room in house.ROOMS for path in (house.ROOT / room).rglob("*.html")),
             *(house.ROOT / "templates").rglob("*.html")]  # fmt: skip
    return {name for path in files for name in re.findall(pattern, path.read_text("utf-8"))}


def test_an_icon_points_at_the_sprite_and_is_hidden():
    shown = portal_tags.icon("check", css="tile__i")

    assert 'class="icon tile__i"' in shown
    assert "portal/img/icons" in shown
    assert "#i-check" in shown
    assert 'aria-hidden="true"' in shown


def test_every_icon_of_our_templates_is_in_the_sprite():
    assert {f"i-{name}" for name in _used(r'{% icon "([\w-]+)"')} <= _symbols("icons.svg")


def test_every_motif_of_our_templates_is_drawn():
    assert _used(r'{% motif "([\w-]+)"') <= _symbols("motifs.svg")


def test_every_stylesheet_of_our_templates_exists():
    names = _used(r'{% css "([\w-]+)"')

    assert names
    assert {name for name in names if not (STATIC / f"css/components/{name}.css").exists()} == set()


def test_every_behaviour_of_our_templates_exists():
    names = _used(r'{% js "([\w-]+)"')

    assert {name for name in names if not (STATIC / f"js/{name}.js").exists()} == set()


def test_a_news_plate_fills_its_frame_and_a_tile_keeps_its_shape():
    assert "slice" in portal_tags.motif("art-1", css="news__art", viewbox="0 0 240 144")
    assert "meet" in portal_tags.motif("v-1", css="valtile")


@pytest.mark.parametrize("level", range(7))
def test_the_gauge_has_six_steps_of_which_the_level_are_filled(level):
    shown = portal_tags.gauge(level)

    assert shown.count("<rect") == 6
    assert shown.count('class="on"') == level
    assert 'y="1.4" width="7" height="24.6"' in shown


def test_a_priority_has_its_shape_and_its_number():
    house_shape = portal_tags.priority_shape(2)
    sixth = portal_tags.priority_shape(6)

    assert 'class="shape p2"' in house_shape
    assert 'y="34"' in house_shape
    assert 'class="shape p1"' in sixth
    assert ">6</text>" in sixth


def _render(source: str, path: str = "/", **context: object) -> str:
    request = RequestFactory().get(path)
    template = Template("{% load portal_tags %}" + source)
    return template.render(Context({"request": request, **context}))


def test_qs_changes_one_value_and_keeps_the_others():
    source = "{% qs page=2 theme=None %}"

    assert _render(source, "/?theme=eau&q=a&page=1") == "?q=a&amp;page=2"
    assert Template("{% load portal_tags %}" + source).render(Context()) == "?page=2"


@pytest.mark.parametrize(
    ("path", "href", "expected"),
    [
        ("/participer/", "/participer/", 'aria-current="page"'),
        ("/participer/appel/", "/participer/", 'aria-current="true"'),
        ("/participer-autrement/", "/participer", ""),
        ("/participer/", "/", ""),
        ("/participer/", "https://exemple.fr/participer/", ""),
    ],
)
def test_the_current_entry_of_a_menu_is_marked(path, href, expected):
    assert _render("{% aria_current href %}", path, href=href) == expected


def test_a_menu_without_request_marks_nothing():
    template = Template("{% load portal_tags %}{% aria_current '/participer/' %}")

    assert template.render(Context()) == ""


TRAIL = [("Accueil", "/"), ("Engagements", "/engagements/"), ("Engagement 17", None)]


def test_the_section_is_the_second_step_of_a_long_trail():
    assert _render("{% section %}", breadcrumbs=TRAIL) == "Engagements"
    assert _render("{% section %}", breadcrumbs=TRAIL[:2]) == ""
    assert _render("{% section %}") == ""


def test_the_trail_may_come_from_the_page():
    class Page:
        breadcrumbs = TRAIL

    source = "{% trail as steps %}{{ steps|length }}"

    assert _render(source, page=Page()) == "3"


def test_stylesheets_and_behaviours_are_links_to_files():
    assert portal_tags.css("cards") == (
        '<link rel="stylesheet" href="/static/portal/css/components/cards.css">'
    )
    assert portal_tags.js("once") == (
        '<script type="module" src="/static/portal/js/once.js"></script>'
    )
