"""Rooms: arrows point down only, whether in Python or in templates."""

import ast
import re
from itertools import permutations
from pathlib import Path

import grimp
import pytest
from django.conf import settings

from tests.support import house
from tests.support.house import listing

MECHANISMS = settings.PARTICIPATION_MECHANISMS
UPWARDS = [
    (lower, upper)
    for position, lower in enumerate(house.ROOMS)
    for upper in house.ROOMS[position + 1 :]
]
# Inside the base: content knows who may read, mails are signed with the city's name; neither
# knows who sends it.
BASE_UPWARDS = [
    ("portal.notifications", "portal.accounts"),
    ("portal.notifications", "portal.subscriptions"),
    ("portal.accounts", "portal.subscriptions"),
    ("portal.cms", "portal.subscriptions"),
    ("portal.cms", "portal.notifications"),
    ("portal.cms", "portal.accounts.adapters"),
]
_REFERENCE = re.compile(r"""\{%-?\s*(?:extends|include)\s+["']([^"']+)["']""")
_LOAD = re.compile(r"\{%\s*load\s+([\w ]+?)\s*%\}")
_URL = re.compile(r"""\{%\s*url\s+["'](\w+):""")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*house.ROOMS, exclude_type_checking_imports=True, cache_dir=None)


def _chains(graph: grimp.ImportGraph, importer: str, imported: str) -> list[str]:
    found = graph.find_shortest_chains(importer=importer, imported=imported, as_packages=True)
    return sorted(" → ".join(chain) for chain in found)


@pytest.mark.parametrize(("lower", "upper"), UPWARDS)
def test_no_room_imports_one_above(graph, lower, upper):
    assert _chains(graph, lower, upper) == []


@pytest.mark.parametrize(("lower", "upper"), BASE_UPWARDS)
def test_apps_of_the_base_look_one_way(graph, lower, upper):
    assert _chains(graph, lower, upper) == []


def test_apps_never_import_one_another_both_ways(graph):
    both = [
        (one, other)
        for one, other in permutations(house.APPS, 2)
        if one < other
        and not one.startswith(f"{other}.")
        and not other.startswith(f"{one}.")
        and _chains(graph, one, other)
        and _chains(graph, other, one)
    ]

    assert both == [], listing(both)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_core_knows_no_mechanism(graph, mechanism):
    core = {
        module
        for module in graph.modules
        if module.split(".")[0] == house.CORE and house.app_of(module) == house.CORE
    }
    reached = {
        (module, imported)
        for module in core
        for imported in graph.find_modules_directly_imported_by(module)
        if house.app_of(imported) == mechanism
    }

    assert reached == set()


@pytest.mark.parametrize(
    ("one", "other"), list(permutations(MECHANISMS, 2)) or [pytest.param("", "", marks=())]
)
def test_mechanisms_never_meet(graph, one, other):
    assert not one or _chains(graph, one, other) == []


def _absolute_imports(path: Path) -> list[str]:
    imported = []
    for node in ast.walk(house.tree_of(path)):
        if isinstance(node, ast.ImportFrom) and not node.level:
            imported.append(f"{node.module}")
        elif isinstance(node, ast.Import):
            imported += [alias.name for alias in node.names]
    return imported


def test_imports_are_relative_inside_an_app_and_absolute_between_rooms():
    """An absolute import is an arrow one sees; inside an app none is needed."""
    wrong = [
        f"{house.relative(path)} imports {imported}"
        for path in house.source_files()
        for imported in _absolute_imports(path)
        if (app := house.app_of(house.module_of(path))) is not None
        and house.app_of(imported) == app
    ]

    assert wrong == [], listing(wrong)


def test_settings_and_urls_name_rooms_in_strings_only():
    base = [house.ROOT / "portal" / "urls.py", *house.python_files("portal/settings")]
    named = [
        (house.relative(path), imported)
        for path in base
        for imported in _absolute_imports(path)
        if imported.split(".")[0] in house.ROOMS[1:]
    ]

    assert named == [], listing(named)


def _room_of_template(path: Path) -> str:
    """The room of a template file; the shell belongs to the base."""
    first = path.relative_to(house.ROOT).parts[0]
    return "portal" if first == "templates" else first


def _rank(room: str) -> int:
    return house.ROOMS.index(room)


def test_templates_reach_down_only():
    """A template includes, extends, loads tags and names addresses of its room or of lower ones."""
    owners = {}
    for path in house.template_files():
        _, _, name = house.relative(path).partition("templates/")
        owners[name] = _room_of_template(path)
    libraries = {
        path.stem: house.room_of(house.module_of(path))
        for path in house.source_files()
        if path.parent.name == "templatetags"
    }
    wrong = []
    for path in house.template_files():
        text, here = path.read_text(encoding="utf-8"), _room_of_template(path)
        reached = [(name, owners.get(name)) for name in _REFERENCE.findall(text)]
        loads = [name for line in _LOAD.findall(text) for name in line.split()]
        reached += [(name, libraries.get(name)) for name in loads]
        reached += [(name, name) for name in _URL.findall(text) if name in house.ROOMS]
        wrong += [
            f"{house.relative(path)} ({here}) reaches up to {name} ({room})"
            for name, room in reached
            if room is not None and _rank(room) > _rank(here)
        ]

    assert wrong == [], listing(wrong)
