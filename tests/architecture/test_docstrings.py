"""Each module opens with one sentence that says what lives there; each public class too."""

import ast

from tests.support import house
from tests.support.house import listing


def _opening(node: ast.Module | ast.ClassDef) -> str:
    return (ast.get_docstring(node) or "").split("\n\n")[0].strip()


def test_each_module_opens_with_a_sentence():
    mute = [
        f"{house.relative(path)}: {_opening(house.tree_of(path))!r}"
        for path in [*house.source_files(), *house.python_files("tests/support", "tests/factories")]
        if not _opening(house.tree_of(path)).endswith((".", "?", "…"))
    ]

    assert mute == [], listing(mute)


def test_each_public_class_says_its_intent():
    mute = [
        f"{house.relative(path)}:{node.lineno} {node.name}"
        for path in house.source_files()
        for node in house.tree_of(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not _opening(node)
    ]

    assert mute == [], listing(mute)


def test_nothing_is_left_to_do():
    """What remains to be done is an issue, not a comment."""
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    left = [
        f"{house.relative(path)}:{number}"
        for path in [*house.source_files(), *house.template_files(), *house.python_files("tests")]
        if path.suffix in {".py", ".html", ".txt", ".xml"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if any(f"{mark}" in line.split() or f"{mark}:" in line for mark in marks)
    ]

    assert left == [], listing(left)
