"""What the shapes of every file share: strictness, keys, lengths, and checks between entries."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from django.utils.functional import Promise
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from .faults import Fault, Path
from .reading import Document

LABEL_LENGTH = 255
INTRODUCTION_LENGTH = 600


class Shape(BaseModel):
    """Part of a file: every word known, every value of the right kind, nothing guessed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _number_of(key: Any) -> Any:
    """A key as the number it is; keys are read as words."""
    return int(key) if isinstance(key, str) and key.isascii() and key.isdecimal() else key


Text = Annotated[str, StringConstraints(min_length=1)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=LABEL_LENGTH)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=250)]
Phrase = Annotated[str, StringConstraints(min_length=1, max_length=160)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
ShortLabel = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Introduction = Annotated[str, StringConstraints(min_length=1, max_length=INTRODUCTION_LENGTH)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
Number = Annotated[int, Field(ge=1, le=9_999)]
# What a public number of an idea may be, and what the database counts up to.
IdeaNumber = Annotated[int, Field(ge=1, le=99_999_999)]
Count = Annotated[int, Field(ge=0, le=2_000_000_000)]
Year = Annotated[int, Field(ge=1900, le=2200)]
NumberKey = Annotated[Number, BeforeValidator(_number_of)]
IdeaNumberKey = Annotated[IdeaNumber, BeforeValidator(_number_of)]


class Checks:
    """Gathers the faults that only show when entries are compared."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults: list[Fault] = []

    def refuse(self, path: Path, message: str | Promise) -> None:
        """Note a fault of this entry."""
        self.faults.append(self.document.fault(path, message))

    def once(self, path: Path, items: Sequence[Any], name: str, message: str) -> None:
        """Each item of this list has its own `name`; `message` tells the line of the first."""
        seen: dict[Any, int] = {}
        for position, item in enumerate(items):
            value = getattr(item, name)
            here = (*path, position, name)
            if value in seen:
                first = self.document.line_of((*path, seen[value], name))
                self.refuse(here, message % {"value": value, "line": first})
            else:
                seen[value] = position

    def known(self, path: Path, names: Iterable[Any], among: Iterable[Any], message: str) -> None:
        """Each of these names exists; `message` tells which does not."""
        known = set(among)
        for position, name in enumerate(names):
            if name not in known:
                self.refuse((*path, position), message % {"value": name})

    def known_keys(
        self, path: Path, keys: Iterable[Any], among: Iterable[Any], message: str
    ) -> None:
        """Each key of this group exists elsewhere; `message` tells which does not."""
        known = set(among)
        for key in keys:
            if key not in known:
                self.refuse((*path, str(key)), message % {"value": key})
