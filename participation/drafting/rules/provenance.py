"""Where each word of a text comes from, kept through every change. Pure.

A text is a series of pieces, each of one origin, which put end to end give it back. A change keeps
the origin of all it does not touch; what it removes leaves a piece without words, so that a
sentence shortened by an amendment still says by which.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..enums import OriginKind
from .differences import Edit, runs

# A sentence with the spaces after it; a number or an initial in the middle of one may cut it.
_SENTENCE = re.compile(
    r".+?(?:[.!?…]+(?:\s*[\u00bb\u201d\")\]])*(?:\s+(?=[^\sa-z\u00e0-\u00f6\u00f8-\u00ff\u0153\u00bb\u201d\")\]])|\s*\Z)|\n\s*|\Z)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Origin:
    """The initial text, an amendment, or the drafting group (deciding on one, or by itself)."""

    kind: str
    number: int | None = None


INITIAL = Origin(OriginKind.INITIAL)


@dataclass(frozen=True)
class Piece:
    """Some words of one origin; without words, the place where that origin removed some."""

    text: str
    origin: Origin


@dataclass(frozen=True)
class Sentence:
    """One sentence and where it comes from, in the order of its words."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its words, with the spaces after them."""
        return text_of(self.pieces)

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Each origin once; spaces come from nowhere."""
        said = (piece.origin for piece in self.pieces if piece.text.strip() or not piece.text)
        return tuple(dict.fromkeys(said))


@dataclass(frozen=True)
class Change:
    """An edit of a text, with the origin of each of its new words, and of what it removes."""

    edit: Edit
    pieces: tuple[Piece, ...]
    origin: Origin


def text_of(pieces: Iterable[Piece]) -> str:
    """The words of these pieces."""
    return "".join(piece.text for piece in pieces)


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same with neighbours of one origin made one, and each trace of a removal said once."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and last.origin == piece.origin and (last.text or not piece.text):
            found[-1] = Piece(last.text + piece.text, piece.origin)
        elif last and last.origin == piece.origin:
            found[-1] = piece
        else:
            found.append(piece)
    return tuple(found)


def part(
    pieces: Sequence[Piece], start: int, end: int, *, is_last: bool = False
) -> Iterator[Piece]:
    """What stands between two places; a trace at the end goes with what follows, if anything."""
    place = 0
    for piece in pieces:
        size = len(piece.text)
        if size:
            text = piece.text[max(start - place, 0) : max(end - place, 0)]
            if text:
                yield Piece(text, piece.origin)
        elif start <= place < end or (is_last and place == end):
            yield piece
        place += size


def revised(pieces: Sequence[Piece], changes: Iterable[Change]) -> tuple[Piece, ...]:
    """The pieces once these changes are made; they are in order and do not overlap."""
    made: list[Piece] = []
    cursor = 0
    for change in changes:
        made += part(pieces, cursor, change.edit.start)
        if change.edit.end > change.edit.start and not change.edit.new.strip():
            made.append(Piece("", change.origin))
        made += change.pieces
        cursor = change.edit.end
    made += part(pieces, cursor, len(text_of(pieces)), is_last=True)
    return joined(made)


def shared(proposed: str, adopted: str, amendment: Origin, group: Origin) -> tuple[Piece, ...]:
    """The words adopted in part: those of the amendment are its own, the others the group's."""
    found = [
        Piece(run.text, amendment if run.kind == "same" else group)
        for run in runs(proposed, adopted)
        if run.kind != "removed"
    ]
    return joined(found)


def sentences(pieces: Sequence[Piece]) -> list[Sentence]:
    """The text sentence by sentence, each with its origins; nothing is lost."""
    text, place, found = text_of(pieces), 0, []
    for match in _SENTENCE.finditer(text):
        end = match.end()
        found.append(Sentence(tuple(part(pieces, place, end, is_last=end == len(text)))))
        place = end
    return found if found else ([Sentence(tuple(pieces))] if pieces else [])


def as_data(pieces: Iterable[Piece]) -> list[list[Any]]:
    """The pieces as plain lists, for the database and for files."""
    return [[piece.text, str(piece.origin.kind), *_number(piece.origin)] for piece in pieces]


def _number(origin: Origin) -> list[int]:
    return [] if origin.number is None else [origin.number]


def from_data(data: Iterable[Sequence[Any]]) -> tuple[Piece, ...]:
    """The pieces that `as_data` wrote."""
    return tuple(
        Piece(text, Origin(kind, number[0] if number else None)) for text, kind, *number in data
    )
