"""Undefined variables in our own templates fail; those of Django, Wagtail and allauth may."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.template import engines
from django.template.base import FilterExpression, Node

_RESOLVE = FilterExpression.resolve.__code__
_FORGIVING = {"default", "default_if_none"}


class UndefinedVariable(AssertionError):
    """A template of ours shows a variable that nobody gave it."""


def is_ours(name: str) -> bool:
    """Whether a template file belongs to the project and not to a package it uses."""
    path = Path(name)
    if not path.is_relative_to(settings.BASE_DIR):
        return False
    return "site-packages" not in path.parts


def _frames(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _node_around(frame: FrameType | None) -> Node | None:
    """The template node being rendered, the innermost."""
    for outer in _frames(frame):
        node = outer.f_locals.get("self")
        if isinstance(node, Node) and hasattr(node, "origin"):
            return node
    return None


class Strict(str):
    """Stands for Django's `string_if_invalid`: an empty text that complains when it is shown.

    It is true where Django asks whether something was configured, false wherever a template tests
    a value; a `default` filter forgives, as the author expected the absence.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return sys._getframe(1).f_code is _RESOLVE

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: Any) -> Any:
        frame = sys._getframe(1)
        expression = frame.f_locals.get("self")
        filters = expression.filters if isinstance(expression, FilterExpression) else []
        if any(function.__name__ in _FORGIVING for function, _arguments in filters):
            return expression.resolve(frame.f_locals["context"], ignore_failures=True)
        node = _node_around(frame)
        if node is None or not is_ours(str(node.origin)):
            return ""
        line = node.token.lineno if getattr(node, "token", None) else "?"
        raise UndefinedVariable(f"{node.origin}:{line}: {variable!r} is not defined")


def make_strict() -> None:
    """From now on, every template engine of Django refuses undefined variables of ours."""
    for engine in engines.all():
        engine.engine.string_if_invalid = Strict()
