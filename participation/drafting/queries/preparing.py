"""The next version as officers read it before they publish it."""

from dataclasses import dataclass

from ..enums import PartKind
from ..rules.conflicts import numbered
from .working import Working


@dataclass(frozen=True)
class PreparedRow:
    """A part of the next version beside what it is now; one of the two may be missing."""

    paragraph: int
    label: str
    old: str
    new: str
    amendments: tuple[int, ...]
    is_retouched: bool = False
    is_heading: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether the group may write it otherwise: it exists already, and stays."""
        return self.paragraph > 0 and bool(self.new)

    @property
    def changes(self) -> bool:
        """Whether anything of it changes."""
        return self.old != self.new


def prepared_rows(working: Working) -> list[PreparedRow]:
    """Every part, in the order of reading; none while amendments contradict each other."""
    if working.clashes or working.version is None:
        return []
    now = {row.paragraph_id: row for row in working.rows}
    about: dict[int, list[int]] = {}
    for one in working.adopted:
        about.setdefault(one.place, []).append(one.number)
    retouched = {one.paragraph_id: one.text for one in working.retouches}
    parts = working.consolidated()
    rows = []
    for part, label in zip(parts, numbered(parts), strict=True):
        old = now[part.place].text if part.place in now else ""
        numbers = tuple(about.get(part.place, ())) or ((-part.place,) if part.place < 0 else ())
        rows.append(
            PreparedRow(
                paragraph=part.place,
                label=label,
                old=old,
                new=retouched.get(part.place, part.text),
                amendments=numbers,
                is_retouched=part.place in retouched,
                is_heading=part.kind == PartKind.HEADING,
            )
        )
    left = {part.place for part in parts}
    gone = [row for row in working.rows if row.paragraph_id not in left]
    return rows + [
        PreparedRow(row.paragraph_id, row.label, row.text, "", tuple(about[row.paragraph_id]))
        for row in gone
    ]
