"""Any two versions side by side: what changed, part by part."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from ..models import VersionParagraph
from ..rules.differences import Run, runs


class RowState(StrEnum):
    """What became of a part between two versions."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class ComparedRow:
    """A part in the older and in the newer version; one of them may be missing."""

    before: VersionParagraph | None
    after: VersionParagraph | None

    @property
    def state(self) -> RowState:
        """What became of it."""
        if self.before is None:
            return RowState.ADDED
        if self.after is None:
            return RowState.REMOVED
        return RowState.SAME if self.before.text == self.after.text else RowState.CHANGED

    @property
    def _runs(self) -> list[Run]:
        return runs(self.before.text if self.before else "", self.after.text if self.after else "")

    @property
    def older(self) -> list[Run]:
        """The older words, those removed marked."""
        return [run for run in self._runs if run.kind != "added"]

    @property
    def newer(self) -> list[Run]:
        """The newer words, those added marked."""
        return [run for run in self._runs if run.kind != "removed"]


def compared(older: list[VersionParagraph], newer: list[VersionParagraph]) -> list[ComparedRow]:
    """The parts of both in the order of reading; each part beside itself, wherever it stands."""
    return list(_rows(older, newer))


def _rows(older: list[VersionParagraph], newer: list[VersionParagraph]) -> Iterator[ComparedRow]:
    before, after = [one.paragraph_id for one in older], [one.paragraph_id for one in newer]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            for left, right in zip(older[i1:i2], newer[j1:j2], strict=True):
                yield ComparedRow(left, right)
            continue
        for left in older[i1:i2]:
            yield ComparedRow(left, None)
        for right in newer[j1:j2]:
            yield ComparedRow(None, right)
