"""Faults of a file in plain sentences, with the line and entry of each; pydantic finds them."""

from collections.abc import Callable
from difflib import get_close_matches
from types import UnionType
from typing import Any, TypeVar, get_args

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .faults import Fault, InvalidFileError, Path
from .reading import Document

Shape = TypeVar("Shape", bound=BaseModel)


def _text(error: ErrorDetails) -> str:
    given = error["input"]
    if given is None:
        return _("this text is missing.")
    if isinstance(given, dict | list):
        return _("this should be a text.")
    return _("this should be a text: put it between quotation marks.")


def _number(error: ErrorDetails) -> str:
    return (
        _("this number is missing.")
        if error["input"] is None
        else _("this should be a whole number.")
    )


def _too_long(error: ErrorDetails) -> str:
    count = error["ctx"]["max_length"]
    return ngettext(
        "this text is too long: %(count)d character at most.",
        "this text is too long: %(count)d characters at most.",
        count,
    ) % {"count": count}


def _pattern(error: ErrorDetails) -> str:
    if "@" in error["ctx"]["pattern"]:
        return _("this is not an e-mail address.")
    if "a-z" in error["ctx"]["pattern"]:
        return _("use small letters without accents, figures and hyphens only.")
    return _("this is not written as it should.")


def _bound(error: ErrorDetails) -> str:
    context = error["ctx"]
    if "ge" in context:
        return _("this number must be at least %(minimum)s.") % {"minimum": context["ge"]}
    return _("this number must be at most %(maximum)s.") % {"maximum": context["le"]}


def _choice(error: ErrorDetails) -> str:
    expected = error["ctx"]["expected"].replace(" or ", ", ")
    return _("this should be one of: %(choices)s.") % {"choices": expected}


_SENTENCES: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda error: _("this entry is missing."),
    "string_type": _text,
    "string_too_short": lambda error: _("this text is missing."),
    "string_too_long": _too_long,
    "string_pattern_mismatch": _pattern,
    "int_type": _number,
    "greater_than_equal": _bound,
    "less_than_equal": _bound,
    "bool_type": lambda error: _("this should be true or false."),
    "list_type": lambda error: _("this should be a list: one line per item, starting with “- ”."),
    "dict_type": lambda error: _("this should be a group of “key: value” lines."),
    "model_type": lambda error: _("this should be a group of “key: value” lines."),
    "too_short": lambda error: _("this list is empty."),
    "literal_error": _choice,
}


def _sentence(error: ErrorDetails) -> str:
    """What is wrong, for whoever wrote the file."""
    known = _SENTENCES.get(error["type"])
    return known(error) if known else error["msg"]


def _known_words(shape: type[BaseModel], path: Path) -> list[str]:
    """The words allowed where this path leads."""
    current: Any = shape
    for part in path:
        if _is_shape(current):
            field = current.model_fields.get(str(part))
            current = field.annotation if field else None
        else:  # An item of a list, a value of a group.
            current = (get_args(current) or (None,))[-1]
        if isinstance(current, UnionType):
            current = get_args(current)[0]
    if not _is_shape(current):
        return []
    return [field.alias or name for name, field in current.model_fields.items()]


def _is_shape(current: Any) -> bool:
    return isinstance(current, type) and issubclass(current, BaseModel)


def _unknown_word(shape: type[BaseModel], path: Path) -> str:
    close = get_close_matches(str(path[-1]), _known_words(shape, path[:-1]), n=1)
    if close:
        return _("this word is not known here. Did you mean “%(word)s”?") % {"word": close[0]}
    return _("this word is not known here.")


def _fault(error: ErrorDetails, shape: type[BaseModel], document: Document) -> Fault:
    path = tuple(part for part in error["loc"] if part != "[key]")
    if error["type"] == "extra_forbidden":
        return document.fault(path, _unknown_word(shape, path))
    if "[key]" in error["loc"] and error["type"] == "int_type":
        return document.fault(path, _("this key should be a number."))
    return document.fault(path, _sentence(error))


def shaped(document: Document, shape: type[Shape]) -> Shape:
    """The document in this shape; refuses it (InvalidFileError) with every fault found."""
    try:
        return shape.model_validate(document.data)
    except ValidationError as invalid:
        faults = [_fault(error, shape, document) for error in invalid.errors()]
        raise InvalidFileError(faults) from invalid
