"""The waves of a series compared, question by question, where the questions are the same. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..enums import COUNTED, QuestionKind
from .figures import Counts, Figure, Line, figures, line_labels
from .questionnaire import Question, Questionnaire
from .words import choice_labels


@dataclass(frozen=True)
class Wave:
    """One wave of a series: its name, its address, its questions and counters."""

    label: str
    url: str
    questionnaire: Questionnaire
    counts: Counts


@dataclass(frozen=True)
class Compared:
    """A question asked in the same words in several waves: its groups, wave after wave."""

    question: Question
    waves: list[str]
    rows: list[tuple[str, list[Line | None]]]
    means: list[Decimal | None]

    @property
    def has_means(self) -> bool:
        """Whether a wave has a mean to show."""
        return any(mean is not None for mean in self.means)


def compared(waves: list[Wave], minimum: int) -> list[Compared]:
    """The questions of the last wave that an earlier one asked in the same words, compared."""
    if not waves:
        return []
    told = [
        {one.question.fingerprint: one for one in figures(each.questionnaire, each.counts, minimum)}
        for each in waves
    ]
    found = []
    for question in waves[-1].questionnaire.questions():
        same = [
            (wave, figure_of[question.fingerprint])
            for wave, figure_of in zip(waves, told, strict=True)
            if question.fingerprint in figure_of
        ]
        is_shown = any(one.groups for _wave, one in same)
        if question.kind in COUNTED and len(same) > 1 and is_shown:
            found.append(_compared(question, same))
    return found


def _compared(question: Question, same: list[tuple[Wave, Figure]]) -> Compared:
    labels = {
        f"{group_at}:{key}": (group_at, label)
        for group_at, group_labels in enumerate(_group_labels(question))
        for key, label in group_labels
    }
    rows: list[tuple[str, list[Line | None]]] = []
    for name, (group_at, label) in labels.items():
        key = name.partition(":")[2]
        rows.append((label, [_line_of(one, group_at, key) for _wave, one in same]))
    means = [one.groups[0].mean if len(one.groups) == 1 else None for _wave, one in same]
    return Compared(question, [wave.label for wave, _one in same], rows, means)


def _group_labels(question: Question) -> list[list[tuple[str, str]]]:
    """The lines of each group, as they are compared."""
    pair: Any = _("%(line)s: %(answer)s")
    if question.kind == QuestionKind.GRID:
        return [
            [
                (key, pair % {"line": row.label, "answer": label})
                for key, label in choice_labels(question)
            ]
            for row in question.rows
        ]
    if question.kind == QuestionKind.RANKING:
        ranks = range(1, len(question.choices) + 1)
        said = _("rank %(rank)s")
        return [
            [
                (str(rank), pair % {"line": one.label, "answer": said % {"rank": rank}})
                for rank in ranks
            ]
            for one in question.choices
        ]
    return [list(line_labels(question).items())]


def _line_of(found: Figure, group_at: int, key: str) -> Line | None:
    if group_at >= len(found.groups):
        return None
    lines = found.groups[group_at].lines
    return next((line for line in lines if line.key == key), None)
