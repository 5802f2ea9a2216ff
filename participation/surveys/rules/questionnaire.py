"""A questionnaire as plain values: pages, questions, choices, conditions. Pure."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..enums import QuestionKind


@dataclass(frozen=True)
class Choice:
    """One thing to choose; its key is its place, from “1”."""

    key: str
    label: str


@dataclass(frozen=True)
class Condition:
    """What an earlier answer must be: its question, the test, the key or number compared."""

    question: str
    test: str
    value: str = ""


@dataclass(frozen=True)
class Question:
    """A question; `code` names it in conditions, exports and from one wave to the next."""

    code: str
    kind: str
    label: str
    hint: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    # Lines of a grid; its columns are the choices.
    rows: tuple[Choice, ...] = ()
    low: int = 0
    high: int = 0
    low_label: str = ""
    high_label: str = ""
    unit: str = ""
    # At most so many choices of several; 0: as many as one likes.
    most: int = 0
    # Others are crossed with it: a profile, such as the neighbourhood.
    crosses: bool = False
    condition: Condition | None = None

    @property
    def points(self) -> tuple[Choice, ...]:
        """The steps of a scale, named by their number; of another question, its choices."""
        if self.kind != QuestionKind.SCALE:
            return self.choices
        return tuple(Choice(str(point), str(point)) for point in range(self.low, self.high + 1))

    @property
    def fingerprint(self) -> str:
        """The same for two questions whose figures may be compared: kind, words, choices, bounds.

        Hints and conditions count too: asked of others, or explained otherwise, it is another one.
        """
        said = asdict(replace(self, required=False, crosses=False))
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Page:
    """Questions asked together, from an address of their own."""

    title: str
    introduction: str = ""
    questions: tuple[Question, ...] = ()
    condition: Condition | None = None


@dataclass(frozen=True)
class Questionnaire:
    """All the pages, in their order."""

    pages: tuple[Page, ...] = ()

    def questions(self) -> Iterator[Question]:
        """Every question, in the order in which it is asked."""
        for page in self.pages:
            yield from page.questions

    def question(self, code: str) -> Question | None:
        """The question of this name, or None."""
        return next((one for one in self.questions() if one.code == code), None)

    @property
    def crossing(self) -> list[Question]:
        """The questions that the others are crossed with."""
        return [one for one in self.questions() if one.crosses]

    @property
    def digest(self) -> str:
        """The fingerprint of the whole."""
        return hashlib.sha256(json.dumps(as_json(self), sort_keys=True).encode()).hexdigest()


def as_json(questionnaire: Questionnaire) -> dict[str, Any]:
    """As kept in the database and given to programs."""
    return asdict(questionnaire)


def from_json(kept: dict[str, Any]) -> Questionnaire:
    """The questionnaire that `as_json` gave."""
    return Questionnaire(tuple(_page(page) for page in kept["pages"]))


def _page(kept: dict[str, Any]) -> Page:
    questions = tuple(_question(one) for one in kept["questions"])
    return Page(kept["title"], kept["introduction"], questions, _condition(kept["condition"]))


def _question(kept: dict[str, Any]) -> Question:
    lists = {name: tuple(Choice(**one) for one in kept[name]) for name in ("choices", "rows")}
    return Question(**{**kept, **lists, "condition": _condition(kept["condition"])})


def _condition(kept: dict[str, str] | None) -> Condition | None:
    return Condition(**kept) if kept else None


def same_structure(before: Questionnaire, after: Questionnaire) -> bool:
    """Whether only words differ: the same questions, choices and conditions in the same order."""
    return _bones(before) == _bones(after)


def _bones(questionnaire: Questionnaire) -> list[Any]:
    return [
        (
            page.condition,
            [
                replace(
                    question,
                    label="",
                    hint="",
                    low_label="",
                    high_label="",
                    unit="",
                    choices=tuple(Choice(one.key, "") for one in question.choices),
                    rows=tuple(Choice(one.key, "") for one in question.rows),
                )
                for question in page.questions
            ],
        )
        for page in questionnaire.pages
    ]


def words_of(questionnaire: Questionnaire) -> dict[str, str]:
    """Every word that people read, under a name of its own: what a correction may change."""
    words: dict[str, str] = {}
    for number, page in enumerate(questionnaire.pages, start=1):
        words[f"page:{number}:title"] = page.title
        words[f"page:{number}:introduction"] = page.introduction
        for one in page.questions:
            words[f"{one.code}:label"] = one.label
            words[f"{one.code}:hint"] = one.hint
            words |= {f"{one.code}:choice:{each.key}": each.label for each in one.choices}
            words |= {f"{one.code}:row:{each.key}": each.label for each in one.rows}
    return words


def with_words(questionnaire: Questionnaire, words: dict[str, str]) -> Questionnaire:
    """The same questionnaire with these words, named as `words_of` does; others are left."""
    pages = []
    for number, page in enumerate(questionnaire.pages, start=1):
        questions = tuple(_reworded(one, words) for one in page.questions)
        title = words.get(f"page:{number}:title", page.title)
        introduction = words.get(f"page:{number}:introduction", page.introduction)
        pages.append(replace(page, title=title, introduction=introduction, questions=questions))
    return Questionnaire(tuple(pages))


def _reworded(one: Question, words: dict[str, str]) -> Question:
    def named(kind: str, kept: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return tuple(
            Choice(each.key, words.get(f"{one.code}:{kind}:{each.key}", each.label))
            for each in kept
        )

    return replace(
        one,
        label=words.get(f"{one.code}:label", one.label),
        hint=words.get(f"{one.code}:hint", one.hint),
        choices=named("choice", one.choices),
        rows=named("row", one.rows),
    )
