"""Templates and what they draw with: all compile, all are used, all names exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template
from wagtail.models import get_page_models

from tests.support import house
from tests.support.house import listing

STATIC = house.ROOT / "portal" / "static" / "portal"
# Pages that Django finds by their names.
FOUND_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
_TAG = {
    kind: re.compile(rf"""\{{%\s*{kind}\s+["']([\w-]+)["']""")
    for kind in ("css", "js", "icon", "motif")
}


def _name(path: Path) -> str:
    return house.relative(path).partition("templates/")[2]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


TEMPLATES = {_name(path): path for path in house.template_files()}


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_template_compiles(name):
    assert get_template(name).origin.name == str(TEMPLATES[name]), "another app hides it"


def _overrides(name: str) -> bool:
    """Whether a package has a template of this name, which ours replaces."""
    for loader in engines["django"].engine.template_loaders:
        for nested in getattr(loader, "loaders", [loader]):
            for origin in nested.get_template_sources(name):
                if "site-packages" in origin.name and Path(origin.name).exists():
                    return True
    return False


def _mentions() -> str:
    return "\n".join(_text(path) for path in [*house.source_files(), *TEMPLATES.values()])


def _is_used(name: str, mentions: str, pages: set[str]) -> bool:
    if name in FOUND_BY_DJANGO or name in pages or name in mentions:
        return True
    mail = re.fullmatch(r"emails/(.+)\.(?:txt|html)", name)
    return bool(mail and f'"{mail[1]}"' in mentions) or _overrides(name)


def test_each_template_is_used():
    mentions, pages = _mentions(), {model.template for model in get_page_models()}
    pages |= {getattr(model, "landing_page_template", "") for model in get_page_models()}

    unused = [name for name in TEMPLATES if not _is_used(name, mentions, pages)]

    assert unused == [], listing(unused)


def test_nothing_is_declared_safe_in_a_template():
    """What an editor types is escaped, or cleaned by Wagtail's rich text; never trusted."""
    trusting = [
        f"{name}: {found}"
        for name, path in TEMPLATES.items()
        for found in re.findall(r"\|\s*safe(?:seq)?\b|autoescape\s+off", _text(path))
        if path.suffix == ".html"
    ]

    assert trusting == [], listing(trusting)


def test_templates_load_one_library_a_line_in_order():
    """Tag libraries sorted, one a line: two people never change the same line."""
    crowded = [
        f"{name}: {found}"
        for name, path in TEMPLATES.items()
        for found in re.findall(r"\{%\s*load\s+\w+ +(?!from)\w+[^%]*%\}", _text(path))
    ]
    unsorted = []
    for name, path in TEMPLATES.items():
        heading = re.findall(r"^\{%\s*load\s+(\w+)\s*%\}$", _text(path), re.MULTILINE)
        if heading != sorted(heading):
            unsorted.append(f"{name}: {heading}")

    assert (crowded, unsorted) == ([], [])


_COMMENT = re.compile(r"\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)


def _used(kind: str) -> Iterator[tuple[str, str]]:
    for name, path in TEMPLATES.items():
        for found in _TAG[kind].findall(_COMMENT.sub("", _text(path))):
            yield name, found


def test_stylesheets_exist_and_are_used():
    sheets = {path.stem for path in (STATIC / "css" / "components").glob("*.css")}
    used = {found for _name, found in _used("css")}

    assert (used - sheets, sheets - used) == (set(), set())


def test_behaviours_exist_and_are_used():
    scripts = {path.stem for path in (STATIC / "js").glob("*.js")}
    used = {found for _name, found in _used("js")}
    imported = {
        Path(found).stem
        for path in (STATIC / "js").glob("*.js")
        for found in re.findall(r"""from\s+["']\./([\w.-]+)["']""", _text(path))
    }

    files = [*TEMPLATES.values(), *house.source_files()]
    named = {stem for path in files for stem in re.findall(r"portal/js/(\w+)\.js", _text(path))}

    assert (used - scripts, scripts - used - imported - named) == (set(), set())


@pytest.mark.parametrize(
    ("kind", "sprite", "prefix"), [("icon", "icons", "i-"), ("motif", "motifs", "")]
)
def test_drawings_exist(kind, sprite, prefix):
    drawn = set(re.findall(r'id="([\w-]+)"', _text(STATIC / "img" / f"{sprite}.svg")))
    missing = [(name, found) for name, found in _used(kind) if f"{prefix}{found}" not in drawn]

    assert missing == [], listing(missing)


def test_stylesheets_ask_nobody_else():
    """No address of another site, no import of a sheet, no file that does not exist."""
    faults = []
    for path in STATIC.rglob("*.css"):
        for address in re.findall(r"""url\(\s*["']?([^"')]+)""", _text(path)):
            if address.startswith("data:") or address[:1] == "#":
                continue
            target = (path.parent / address.partition("#")[0].partition("?")[0]).resolve()
            if "//" in address or not target.exists():
                faults.append(f"{house.relative(path)}: {address}")
        if "@import" in _text(path):
            faults.append(f"{house.relative(path)}: @import")

    assert faults == [], listing(faults)
