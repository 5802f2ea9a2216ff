"""The messages that the code asks for, gathered without gettext's programs."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

from . import house

# Function → which arguments are the context, the message and its plural.
_CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}


class Message(NamedTuple):
    """What gettext looks a text up by."""

    context: str | None
    text: str
    plural: str | None


class Call(NamedTuple):
    """One place that asks for a message; `message` is None when it is not a plain text."""

    place: str
    message: Message | None


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _calls(tree: ast.Module, name: str) -> Iterator[Call]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
        called = function.id if isinstance(function, ast.Name) else function
        if not isinstance(called, str) or called not in _CALLS or not node.args:
            continue
        wanted = [None if at is None else _text(node.args[at]) for at in _CALLS[called]]
        absent = [at for at, found in zip(_CALLS[called], wanted, strict=True) if found is None]
        known = wanted[1] is not None and absent == [at for at in _CALLS[called] if at is None]
        message = Message(wanted[0], wanted[1] or "", wanted[2]) if known else None
        yield Call(f"{name}:{node.lineno}", message)


def asked_by_python() -> Iterator[Call]:
    """Messages of the Python files of the rooms."""
    for path in house.source_files():
        yield from _calls(house.tree_of(path), house.relative(path))


def _template_code(path: Path) -> list[str]:
    """The gettext calls of a template, as Django writes them for xgettext."""
    written = templatize(path.read_text(encoding="utf-8"), origin=house.relative(path))
    found, depth, start = [], 0, 0
    names = ("gettext(", "ngettext(", "pgettext(", "npgettext(")
    position = 0
    while position < len(written):
        if not depth and written.startswith(names, position):
            start, depth = position, 1
            position = written.index("(", position) + 1
            continue
        if depth and written[position] in "\"'":
            position = _end_of_string(written, position)
            continue
        if depth:
            depth += {"(": 1, ")": -1}.get(written[position], 0)
            if not depth:
                found.append(written[start : position + 1])
        position += 1
    return found


def _end_of_string(text: str, start: int) -> int:
    """The position after a string literal, triple-quoted or not."""
    quote = text[start : start + 3] if text[start : start + 3] in {'"""', "'''"} else text[start]
    position = start + len(quote)
    while not text.startswith(quote, position):
        position += 2 if text[position] == "\\" else 1
    return position + len(quote)


def asked_by_templates() -> Iterator[Call]:
    """Messages of the templates."""
    for path in house.template_files():
        for code in _template_code(path):
            yield from _calls(ast.parse(code), house.relative(path))


def asked() -> set[Message]:
    """Every message that the code asks for."""
    calls = [*asked_by_python(), *asked_by_templates()]
    return {call.message for call in calls if call.message is not None}
