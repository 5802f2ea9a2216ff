"""A question by the groups of another one, without the figures that would betray somebody. Pure."""

from dataclasses import dataclass

from ..enums import CROSSED, QuestionKind
from .cells import TOTAL, cell
from .figures import Counts, Figure, Line, figures, is_shown, share_of
from .questionnaire import Question, Questionnaire
from .suppression import shown_crossing
from .words import choice_labels


@dataclass(frozen=True)
class Crossed:
    """A question by the groups of another one: a row a choice, a column a group."""

    question: Question
    by: Question
    columns: list[str]
    bases: list[int]
    rows: list[tuple[str, list[Line]]]

    @property
    def has_hidden(self) -> bool:
        """Whether a figure is hidden."""
        return any(line.count is None for _label, lines in self.rows for line in lines)

    @property
    def is_empty(self) -> bool:
        """Whether every figure is hidden."""
        return all(line.count is None for _label, lines in self.rows for line in lines)


def crossable(questionnaire: Questionnaire) -> list[tuple[Question, Question]]:
    """The pairs of questions that are crossed, in their order."""
    return [
        (question, by)
        for by in questionnaire.crossing
        for question in questionnaire.questions()
        if question.kind in CROSSED and question.code != by.code
    ]


def crossed(
    questionnaire: Questionnaire, question: Question, by: Question, counts: Counts, minimum: int
) -> Crossed | None:
    """A question by another; None when either has no figures to show."""
    found = {one.question.code: one for one in figures(questionnaire, counts, minimum)}
    own, profile = found.get(question.code), found.get(by.code)
    if own is None or profile is None or own.base is None or profile.base is None:
        return None
    columns = [one for one in by.points if is_shown(profile, one.key)]
    if not columns:
        return None
    counter = _Crossing(questionnaire, question, by, counts, minimum, own, profile)
    bases = [counts.get(cell(by.code, one.key), 0) for one in columns]
    shown = counter.shown()
    rows = []
    for key, label in choice_labels(question):
        lines = [
            Line(one.key, one.label, shown[key, one.key], share_of(shown[key, one.key], base))
            for one, base in zip(columns, bases, strict=True)
        ]
        rows.append((label, lines))
    return Crossed(question, by, [one.label for one in columns], bases, rows)


@dataclass(frozen=True)
class _Crossing:
    """The counters of a crossing, “no answer” included, and which of them may be shown."""

    questionnaire: Questionnaire
    question: Question
    by: Question
    counts: Counts
    minimum: int
    own: Figure
    profile: Figure

    def shown(self) -> dict[tuple[str, str], int | None]:
        """The figure of each choice and group, None where it is hidden."""
        keys = [one.key for one in self.question.points]
        if self.question.kind == QuestionKind.MULTIPLE and self.question.most != 1:
            return {pair: count for key in keys for pair, count in self._ticked(key).items()}
        rows = [*keys, ""]
        # Two profiles cross each other both ways: one table, one set of hidden figures.
        if self.question.crosses and self._comes_after():
            turned = _Crossing(
                self.questionnaire,
                self.by,
                self.question,
                self.counts,
                self.minimum,
                self.profile,
                self.own,
            ).shown()
            return {(key, group): count for (group, key), count in turned.items()}
        table = [[self._count(key, group) for group in self._groups] for key in rows]
        hidden = [at for at, key in enumerate(keys) if not is_shown(self.own, key)]
        return self._told(rows, table, frozenset(hidden))

    def _comes_after(self) -> bool:
        codes = [one.code for one in self.questionnaire.questions()]
        return codes.index(self.question.code) > codes.index(self.by.code)

    @property
    def _groups(self) -> list[str]:
        return [*(one.key for one in self.by.points), ""]

    def _ticked(self, key: str) -> dict[tuple[str, str], int | None]:
        """One of several choices: those who ticked it, and all the others."""
        ticked = [self._count(key, group) for group in self._groups]
        others = [
            self._all(group) - count for group, count in zip(self._groups, ticked, strict=True)
        ]
        hidden = frozenset() if is_shown(self.own, key) else frozenset({0, 1})
        told = self._told([key, "others"], [ticked, others], hidden)
        return {pair: count for pair, count in told.items() if pair[0] == key}

    def _told(
        self, rows: list[str], table: list[list[int]], hidden: frozenset[int]
    ) -> dict[tuple[str, str], int | None]:
        columns = frozenset(
            at for at, one in enumerate(self.by.points) if not is_shown(self.profile, one.key)
        )
        shown = shown_crossing(table, self.minimum, hidden_rows=hidden, hidden_columns=columns).rows
        return {
            (key, group): shown[i][j]
            for i, key in enumerate(rows)
            for j, group in enumerate(self._groups)
        }

    def _all(self, group: str) -> int:
        """How many people are in a group; those of no group are the rest."""
        total = self.counts.get(TOTAL, 0)
        if group:
            return self.counts.get(cell(self.by.code, group), 0)
        return total - self.counts.get(cell(self.by.code), 0)

    def _count(self, key: str, group: str) -> int:
        """How many are in both; “” stands for no answer, counted as what is left."""
        if key and group:
            return self.counts.get(cell(self.question.code, key, self.by.code, group), 0)
        if group:
            answered = cell(self.question.code, "", self.by.code, group)
            return self._all(group) - self.counts.get(answered, 0)
        named = cell(self.question.code, key)
        found = sum(self._count(key, one.key) for one in self.by.points)
        if key:
            return self.counts.get(named, 0) - found
        return self.counts.get(TOTAL, 0) - self.counts.get(named, 0) - found
