"""The results of a survey as open data, without the hidden figures; the codebook of its questions.

The columns are a contract (docs/open-data.md): they are added to, never renamed or moved.
"""

from collections.abc import Iterator
from typing import Any

from ..models import Survey
from ..queries.figures import Results
from ..rules.crossing import crossable, crossed
from ..rules.questionnaire import Questionnaire
from ..rules.words import choice_labels

COLUMNS = (
    "question",
    "question_label",
    "kind",
    "line",
    "line_label",
    "by",
    "group",
    "base",
    "count",
    "share",
    "mean",
)
CODES = ("question", "kind", "label", "required", "asked_if", "part", "code", "code_label")


def records(results: Results) -> Iterator[dict[str, Any]]:
    """One line a figure; what is hidden has neither count nor share."""
    for figure in results.figures:
        one = figure.question
        known = {"question": one.code, "question_label": one.label, "kind": one.kind}
        if not figure.groups:
            yield _record(known, base=figure.base)
        for group in figure.groups:
            named = group.label if len(figure.groups) > 1 else ""
            mean = str(group.mean) if group.mean is not None else None
            for line in group.lines:
                label = f"{named} – {line.label}" if named else line.label
                given = {"line": line.key, "line_label": label, "base": group.base, "mean": mean}
                yield _record(known, **given, count=line.count, share=line.share)
    yield from _crossed_records(results)


def _crossed_records(results: Results) -> Iterator[dict[str, Any]]:
    for question, by in crossable(results.questionnaire):
        found = crossed(results.questionnaire, question, by, results.counts, results.minimum)
        if found is None:
            continue
        known = {"question": question.code, "question_label": question.label}
        known |= {"kind": question.kind, "by": by.code}
        keys = [key for key, _label in choice_labels(question)]
        for key, (label, lines) in zip(keys, found.rows, strict=True):
            for line, base in zip(lines, found.bases, strict=True):
                given = {"line": key, "line_label": label, "group": line.label, "base": base}
                yield _record(known, **given, count=line.count, share=line.share)


def _record(known: dict[str, str], **given: Any) -> dict[str, Any]:
    values = {**known, **given}
    return {name: values.get(name) for name in COLUMNS}


def document(survey: Survey, results: Results, base: str) -> dict[str, Any]:
    """The results as one JSON document, with how they were counted."""
    return {
        "activity": {"title": survey.title, "url": base + survey.url, "wave": survey.wave or None},
        "answers": results.total,
        "fewest_people_shown": results.minimum,
        "one_answer_per_person": survey.once,
        "as_of": results.live_on.isoformat() if results.live_on else None,
        "columns": COLUMNS,
        "results": list(records(results)),
        "codebook": list(codes(results.questionnaire)),
    }


def codes(questionnaire: Questionnaire) -> Iterator[dict[str, Any]]:
    """One line a code: the questions, what each figure of an answer means."""
    for page in questionnaire.pages:
        for one in page.questions:
            conditions = [each for each in (page.condition, one.condition) if each]
            asked_if = " & ".join(f"{c.question} {c.test} {c.value}".strip() for c in conditions)
            known: dict[str, Any] = {"question": one.code, "kind": one.kind, "label": one.label}
            known |= {"required": one.required, "asked_if": asked_if or None}
            yield {**known, "part": "question", "code": None, "code_label": one.hint or None}
            for row in one.rows:
                yield {**known, "part": "row", "code": row.key, "code_label": row.label}
            for key, label in choice_labels(one):
                yield {**known, "part": "choice", "code": key, "code_label": label}
