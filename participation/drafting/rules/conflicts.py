"""Which adopted amendments contradict each other, and the text that the others make. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from ..enums import AmendmentKind, ClashKind, OriginKind, PartKind
from .differences import Edit, edits, touch
from .provenance import Change, Origin, Piece, part, revised, shared, text_of


@dataclass(frozen=True)
class Adopted:
    """What an adopted amendment does to a paragraph of the current text.

    `kind` is what is done in the end: a removal adopted in part is a change. `text` is the whole
    paragraph afterwards, or the one added; `proposed` is what the amendment had asked for.
    """

    number: int
    place: int
    kind: str
    text: str = ""
    proposed: str = ""
    by_group: bool = False
    rank: int | None = None

    @property
    def amendment(self) -> Origin:
        """The origin of its words."""
        return Origin(OriginKind.AMENDMENT, self.number)

    @property
    def group(self) -> Origin:
        """The origin of the words that the group put in their place."""
        return Origin(OriginKind.GROUP, self.number)


@dataclass(frozen=True)
class Clash:
    """Two adopted amendments that do not go together."""

    first: int
    second: int
    place: int
    kind: ClashKind


@dataclass(frozen=True)
class Part:
    """A paragraph of a version: who it is, what it is, its words."""

    place: int
    kind: str
    pieces: tuple[Piece, ...] = field(default=())

    @property
    def text(self) -> str:
        """Its words."""
        return text_of(self.pieces)


def clashes(parts: Iterable[Part], adopted: Iterable[Adopted]) -> list[Clash]:
    """Every pair of adopted amendments that contradict each other, by paragraph then number."""
    texts = {one.place: one.text for one in parts}
    found: list[Clash] = []
    for place, group in sorted(_by_place(adopted).items()):
        text = texts.get(place, "")
        changes = {one.number: edits(text, one.text) for one in group if _rewrites(one)}
        for one, other in combinations(group, 2):
            if kind := _clash(one, other, changes):
                found.append(Clash(one.number, other.number, place, kind))
    return found


def _by_place(adopted: Iterable[Adopted]) -> dict[int, list[Adopted]]:
    places: dict[int, list[Adopted]] = defaultdict(list)
    for one in sorted(adopted, key=lambda one: one.number):
        places[one.place].append(one)
    return places


def _rewrites(one: Adopted) -> bool:
    return one.kind == AmendmentKind.REPLACE


def _clash(one: Adopted, other: Adopted, changes: dict[int, list[Edit]]) -> ClashKind | None:
    kinds = {one.kind, other.kind}
    if kinds == {AmendmentKind.REPLACE, AmendmentKind.DELETE}:
        return ClashKind.REMOVED
    if kinds == {AmendmentKind.ADD}:
        return None if _ordered(one, other) else ClashKind.SAME_PLACE
    if kinds != {AmendmentKind.REPLACE}:
        return None
    pairs = [(a, b) for a in changes[one.number] for b in changes[other.number]]
    meeting = [(a, b) for a, b in pairs if a != b and touch(a, b)]
    if not meeting:
        return None
    if all(a.start == a.end == b.start == b.end for a, b in meeting):
        return None if _ordered(one, other) else ClashKind.SAME_PLACE
    return ClashKind.OVERLAP


def _ordered(one: Adopted, other: Adopted) -> bool:
    """Whether somebody chose which comes first."""
    return one.rank is not None and other.rank is not None and one.rank != other.rank


def _in_order(adopted: Iterable[Adopted]) -> list[Adopted]:
    return sorted(adopted, key=lambda one: (one.rank is None, one.rank or 0, one.number))


def changed(pieces: Sequence[Piece], adopted: Iterable[Adopted]) -> tuple[Piece, ...]:
    """A paragraph once these amendments, which go together, are made in it."""
    text = text_of(pieces)
    asked: dict[Edit, tuple[int, Change]] = {}
    for rank, one in enumerate(_in_order(adopted)):
        # Where two ask for the very same words, the first one is named.
        for edit, change in _changes(one, text):
            asked.setdefault(edit, (rank, change))
    order = sorted(asked.items(), key=lambda item: (item[0].start, item[0].end, item[1][0]))
    return revised(pieces, [change for _edit, (_rank, change) in order])


def _changes(one: Adopted, text: str) -> Iterator[tuple[Edit, Change]]:
    """Its edits; where the group wrote otherwise than the amendment, its words are its own."""
    whole = added(one)
    shift = 0
    for edit in edits(text, one.text):
        start = edit.start + shift
        words = tuple(word for word in part(whole, start, start + len(edit.new)) if word.text)
        yield edit, Change(edit, words, one.amendment)
        shift += len(edit.new) - (edit.end - edit.start)


def added(one: Adopted) -> tuple[Piece, ...]:
    """All its words, as those of the amendment, or of the group where it wrote otherwise."""
    if one.by_group:
        return shared(one.proposed, one.text, one.amendment, one.group)
    return (Piece(one.text, one.amendment),)


def consolidated(
    parts: Sequence[Part], adopted: Iterable[Adopted], new: dict[int, int]
) -> list[Part]:
    """The text once these amendments, which go together, are made.

    `new` gives the place of each paragraph added, by the number of its amendment.
    """
    places = _by_place(adopted)
    found: list[Part] = []
    for one in parts:
        group = places.get(one.place, [])
        if not any(each.kind == AmendmentKind.DELETE for each in group):
            rewrites = [each for each in group if _rewrites(each)]
            pieces = changed(one.pieces, rewrites) if rewrites else one.pieces
            found.append(Part(one.place, one.kind, pieces))
        for each in _in_order(each for each in group if each.kind == AmendmentKind.ADD):
            found.append(Part(new[each.number], PartKind.PARAGRAPH, added(each)))
    return found


def numbered(parts: Iterable[Part]) -> list[str]:
    """The public number of each part: sections “1”, “2”; their paragraphs “1.1”, “1.2”.

    What stands before the first section is “0.1”; without sections, paragraphs are “1”, “2”.
    """
    rows, section, paragraph = list(parts), 0, 0
    has_sections = any(one.kind == PartKind.HEADING for one in rows)
    found = []
    for one in rows:
        if one.kind == PartKind.HEADING:
            section, paragraph = section + 1, 0
            found.append(str(section))
        else:
            paragraph += 1
            found.append(f"{section}.{paragraph}" if has_sections else str(paragraph))
    return found
