"""The results of a survey from its counters, with what would betray somebody left out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from ..enums import COUNTED, QuestionKind
from .cells import SUM, TOTAL, bands, cell
from .questionnaire import Choice, Condition, Page, Question, Questionnaire
from .suppression import shown_counts, shown_crossing, shown_share
from .words import choice_labels

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Line:
    """One line of a chart: `count` is None where hidden; `share` in hundredths of the base."""

    key: str
    label: str
    count: int | None
    share: int | None = None

    @property
    def width(self) -> int:
        """The length of its bar, in hundredths."""
        return self.share or 0


@dataclass(frozen=True)
class Group:
    """Lines that add up together: a question, a line of a grid, a choice that was ranked."""

    label: str
    lines: list[Line]
    base: int
    mean: Decimal | None = None

    @property
    def has_hidden(self) -> bool:
        """Whether a line is hidden."""
        return any(line.count is None for line in self.lines)


@dataclass(frozen=True)
class Figure:
    """The figures of one question; without groups, too few people answered it."""

    question: Question
    base: int | None
    groups: list[Group] = field(default_factory=list)

    @property
    def has_hidden(self) -> bool:
        """Whether anything of it is hidden."""
        return self.base is None or any(group.has_hidden for group in self.groups)

    @property
    def is_read(self) -> bool:
        """Whether its answers are texts or files, listed once they were read."""
        return self.question.kind not in COUNTED


def figures(questionnaire: Questionnaire, counts: Counts, minimum: int) -> list[Figure]:
    """The figures of every question, in their order; none at all below the minimum of answers."""
    if counts.get(TOTAL, 0) < minimum:
        return []
    found: dict[str, Figure] = {}
    for page in questionnaire.pages:
        for question in page.questions:
            told = not _follows_hidden(question, page, found)
            found[question.code] = figure(question, counts, minimum, is_told=told)
    return list(found.values())


def _follows_hidden(question: Question, page: Page, found: Mapping[str, Figure]) -> bool:
    """Whether who was asked would tell a hidden figure: asked only of those who answered so."""
    conditions: list[Condition | None] = [question.condition, page.condition]
    asked = [one.question for one in conditions if one is not None]
    return any(code in found and found[code].has_hidden for code in asked)


def figure(question: Question, counts: Counts, minimum: int, *, is_told: bool = True) -> Figure:
    """The figures of one question."""
    base = counts.get(cell(question.code), 0)
    if not is_told or base < minimum:
        return Figure(question, None)
    if question.kind not in COUNTED:
        return Figure(question, base)
    return Figure(question, base, _groups(question, counts, base, minimum))


def _groups(question: Question, counts: Counts, base: int, minimum: int) -> list[Group]:
    match question.kind:
        case QuestionKind.GRID:
            return [_grid_line(question, row, counts, minimum) for row in question.rows]
        case QuestionKind.RANKING:
            return _ranks(question, counts, base, minimum)
        case QuestionKind.MULTIPLE if question.most != 1:
            return [_ticked(question, counts, base, minimum)]
    labels = line_labels(question)
    own = {key: counts.get(cell(question.code, key), 0) for key in labels}
    lines = _lines(labels, shown_counts(own, minimum), base)
    group = Group(question.label, lines, base)
    if group.has_hidden:
        # A mean is one more equation about the hidden figures.
        return [group]
    return [Group(question.label, lines, base, _mean(question, counts, own, base))]


def line_labels(question: Question) -> dict[str, str]:
    """The words of each of its lines, by the name of the cell."""
    if question.kind == QuestionKind.NUMBER:
        found = bands(question)
        last = len(found) - 1
        return {
            str(at): _("%(low)d to %(high)d") % {"low": low, "high": high}
            if at == last
            else _("%(low)d to less than %(high)d") % {"low": low, "high": high}
            for at, (low, high) in enumerate(found)
        }
    return dict(choice_labels(question))


def _lines(labels: Mapping[str, str], shown: Mapping[str, int | None], base: int) -> list[Line]:
    return [
        Line(key, label, shown[key], share_of(shown[key], base)) for key, label in labels.items()
    ]


def share_of(count: int | None, base: int) -> int | None:
    return None if count is None or not base else round(count * 100 / base)


def _mean(question: Question, counts: Counts, own: Counts, base: int) -> Decimal | None:
    """The mean of a scale or of numbers, to one decimal."""
    if question.kind == QuestionKind.SCALE:
        total = Decimal(sum(int(key) * count for key, count in own.items()))
    elif question.kind == QuestionKind.NUMBER:
        total = Decimal(counts.get(cell(question.code, SUM), 0)) / 100
    else:
        return None
    return round(total / base, 1)


def _ticked(question: Question, counts: Counts, base: int, minimum: int) -> Group:
    labels = dict(choice_labels(question))
    shown = {
        key: shown_share(counts.get(cell(question.code, key), 0), base, minimum) for key in labels
    }
    return Group(question.label, _lines(labels, shown, base), base)


def _grid_line(question: Question, row: Choice, counts: Counts, minimum: int) -> Group:
    labels = dict(choice_labels(question))
    own = {key: counts.get(cell(question.code, f"{row.key}:{key}"), 0) for key in labels}
    base = sum(own.values())
    if base < minimum:
        hidden = [Line(key, label, None) for key, label in labels.items()]
        return Group(row.label, hidden, 0)
    return Group(row.label, _lines(labels, shown_counts(own, minimum), base), base)


def _ranks(question: Question, counts: Counts, base: int, minimum: int) -> list[Group]:
    """A line a choice, a column a rank; each rank is given once: all totals are known."""
    ranks = [str(rank) for rank in range(1, len(question.choices) + 1)]
    table = [
        [counts.get(cell(question.code, f"{one.key}:{rank}"), 0) for rank in ranks]
        for one in question.choices
    ]
    shown = shown_crossing(table, minimum).rows
    is_whole = all(count is not None for row in shown for count in row)
    labels = {rank: _("Rank %(rank)s") % {"rank": rank} for rank in ranks}
    groups = []
    for choice, row, true in zip(question.choices, shown, table, strict=True):
        told = dict(zip(ranks, row, strict=True))
        total = sum(rank * count for rank, count in enumerate(true, start=1))
        mean = round(Decimal(total) / base, 1) if is_whole else None
        groups.append(Group(choice.label, _lines(labels, told, base), base, mean))
    return groups


def is_shown(found: Figure, key: str) -> bool:
    """Whether the figure of a line is shown."""
    return any(
        line.key == key and line.count is not None for group in found.groups for line in group.lines
    )
