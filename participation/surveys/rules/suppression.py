"""Figures that betray nobody: small cells hidden, and those by which they could be found. Pure.

`minimum` is the fewest people of whom a figure may speak (AGENT_GROUP_MINIMUM). Hidden is None.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...anonymity import publishable

Row = list[int]
Cell = tuple[int, int]


def shown_counts(counts: Mapping[str, int], minimum: int) -> dict[str, int | None]:
    """The figures of one question whose every answer falls in one cell, “no answer” included.

    Where nobody is hidden an empty cell is told as 0; beside a hidden one it is hidden too, or
    counting the hidden ones would tell too much.
    """
    public = publishable(counts, minimum)
    if any(public[name] is None and count for name, count in counts.items()):
        return public
    return dict(counts)


def shown_share(count: int, base: int, minimum: int) -> int | None:
    """How many ticked one of several choices, unless they, or those who did not, are few."""
    return shown_counts({"ticked": count, "not": base - count}, minimum)["ticked"]


@dataclass(frozen=True)
class CrossTable:
    """Crossed figures that may be shown, line by line; None where one is hidden."""

    rows: list[list[int | None]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it may be shown."""
        return all(count is None for row in self.rows for count in row)


def shown_crossing(
    table: Sequence[Sequence[int]],
    minimum: int,
    *,
    hidden_rows: frozenset[int] = frozenset(),
    hidden_columns: frozenset[int] = frozenset(),
) -> CrossTable:
    """Crossed figures such that no hidden one can be worked out from the shown ones and all totals.

    Lines and columns whose own total is hidden elsewhere are hidden whole. Then, until nothing is
    told: in each line and column the hidden figures are at least two and together at least the
    minimum; and every hidden one could have been another (`_fixed`). The lines and columns include
    “no answer”, so that the totals of all lines are those of the survey.
    """
    cells = [[int(count) for count in row] for row in table]
    height, width = len(cells), len(cells[0]) if cells else 0
    hidden = {
        (i, j)
        for i in range(height)
        for j in range(width)
        if 0 < cells[i][j] < minimum or i in hidden_rows or j in hidden_columns
    }
    while hidden:
        more = _companions(cells, hidden, minimum)
        if not more:
            break
        hidden |= more
    if hidden:
        # Beside a hidden figure an empty one says that nobody else is there.
        hidden |= {(i, j) for i in range(height) for j in range(width) if not cells[i][j]}
    shown = [
        [None if (i, j) in hidden else cells[i][j] for j in range(width)] for i in range(height)
    ]
    return CrossTable(shown)


def _companions(cells: list[Row], hidden: set[Cell], minimum: int) -> set[Cell]:
    """The figures to hide besides; none when those hidden are safe, or everything is hidden."""
    for line in _lines(cells):
        if found := _companion(line, cells, hidden, minimum):
            return {found}
    for fixed in sorted(_fixed(cells, hidden)):
        if found := _beside(fixed, cells, hidden):
            return {found}
    return set()


def _lines(cells: list[Row]) -> list[list[Cell]]:
    height, width = len(cells), len(cells[0])
    rows = [[(i, j) for j in range(width)] for i in range(height)]
    return rows + [[(i, j) for i in range(height)] for j in range(width)]


def _companion(line: list[Cell], cells: list[Row], hidden: set[Cell], minimum: int) -> Cell | None:
    """The smallest figure to hide in a line whose hidden ones are alone, or too few people."""
    people = [cells[i][j] for i, j in line if (i, j) in hidden and cells[i][j]]
    if not people or (len(people) > 1 and sum(people) >= minimum):
        return None
    return _smallest(line, cells, hidden)


def _smallest(line: list[Cell], cells: list[Row], hidden: set[Cell]) -> Cell | None:
    free = [(cells[i][j], (i, j)) for i, j in line if (i, j) not in hidden and cells[i][j]]
    return min(free)[1] if free else None


def _beside(cell: Cell, cells: list[Row], hidden: set[Cell]) -> Cell | None:
    """The smallest figure still shown in the line or column of a figure; else in the table."""
    row, column = cell
    near = [each for line in _lines(cells) for each in line if row == each[0] or column == each[1]]
    everything = [each for line in _lines(cells) for each in line]
    return _smallest(near, cells, hidden) or _smallest(everything, cells, hidden)


def _fixed(cells: list[Row], hidden: set[Cell]) -> set[Cell]:
    """The hidden figures of somebody that the totals allow one value only.

    With all totals known, a figure can be another one only if units can move around a loop of
    hidden figures: one more here, one less there (where somebody is), back to where it began.
    """
    return {
        cell for cell in hidden if cells[cell[0]][cell[1]] and not _can_change(cell, cells, hidden)
    }


def _can_change(cell: Cell, cells: list[Row], hidden: set[Cell]) -> bool:
    row, column = cell
    others = hidden - {cell}
    # One more here: one less along its column, one more along that row, … back to its row.
    return _reaches(("column", column), ("row", row), cells, others) or _reaches(
        ("row", row), ("column", column), cells, others
    )


def _reaches(
    start: tuple[str, int], goal: tuple[str, int], cells: list[Row], hidden: set[Cell]
) -> bool:
    """Whether units can pass from one line to another: row → column adds, column → row takes."""
    seen, waiting = {start}, [start]
    while waiting:
        kind, place = waiting.pop()
        if (kind, place) == goal:
            return True
        for i, j in hidden:
            if kind == "row" and i == place:
                step = ("column", j)
            elif kind == "column" and j == place and cells[i][j]:
                step = ("row", i)
            else:
                continue
            if step not in seen:
                seen.add(step)
                waiting.append(step)
    return False
