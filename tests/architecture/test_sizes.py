"""Sizes and names: what one can read at one sitting, and what says what it is."""

import ast
from pathlib import Path

import pytest

from tests.support import house
from tests.support.house import listing

FILE, FUNCTION, TEMPLATE, SETTINGS, STYLESHEET, SCRIPT = 400, 40, 120, 250, 400, 400
BANNED = {"utils", "helpers", "core", "common", "misc", "tools", "lib"}


def _too_long(paths: list[Path], limit: int) -> list[str]:
    counted = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{house.relative(path)}: {count}" for path, count in counted.items() if count > limit]


def test_python_files():
    assert _too_long(house.python_files(*house.ROOMS, "tests"), FILE) == []


def test_settings_files():
    assert _too_long(house.python_files("portal/settings"), SETTINGS) == []


def test_templates():
    assert _too_long(house.template_files(), TEMPLATE) == []


@pytest.mark.parametrize(("suffix", "limit"), [("css", STYLESHEET), ("js", SCRIPT)])
def test_static_files(suffix, limit):
    files = [path for room in house.ROOMS for path in (house.ROOT / room).rglob(f"*.{suffix}")]

    assert _too_long(files, limit) == []


def test_functions():
    long = [
        f"{house.relative(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1}"
        for path in house.python_files(*house.ROOMS, "tests")
        for node in ast.walk(house.tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > FUNCTION
    ]

    assert long == [], listing(long)


def test_no_file_is_named_after_nothing():
    """`utils` is a drawer; css/components/common.css is the sheet every page loads."""
    named = [
        house.relative(path)
        for path in house.python_files(*house.ROOMS, "tests")
        if BANNED & {*path.relative_to(house.ROOT).with_suffix("").parts}
    ]

    assert named == [], listing(named)
