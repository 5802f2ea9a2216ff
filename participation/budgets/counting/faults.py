"""What is wrong with a file, a ballot or a rule: a code, a line, and the values at fault.

The English sentence is for logs and developers; `french.py` has the one that people read.
"""

from __future__ import annotations

ENGLISH = {
    "unreadable": "{name} cannot be read.",
    "encoding": "The file is not written in UTF-8.",
    "quotes": "The quotes or the columns of this line cannot be read.",
    "empty": "The file is empty.",
    "before-sections": "Text comes before the first section (META, PROJECTS, VOTES).",
    "missing-section": "The section {section} is missing.",
    "double-section": "The section {section} comes twice.",
    "missing-header": "The section {section} has no line of column names.",
    "missing-column": "The section {section} has no column {column}.",
    "double-column": "The section {section} has the column {column} twice.",
    "short-line": "This line has no value for the column {column}.",
    "missing-key": "The section META does not say {key}.",
    "double-key": "The section META says {key} twice.",
    "bad-number": "{text} is not a number ({key}).",
    "negative": "{text} is below zero ({key}).",
    "vote-type": "The kind of vote {text} is unknown.",
    "no-project-id": "A project has no identifier.",
    "double-project": "The project {project} comes twice.",
    "unknown-project": "The ballot names the project {project}, which does not exist.",
    "double-choice": "The ballot names the project {project} twice.",
    "points-number": "The ballot has {choices} projects and {points} numbers of points.",
    "too-many": "The ballot names {found} projects; {limit} at most are allowed.",
    "too-few": "The ballot names {found} projects; {limit} at least are asked.",
    "too-costly": "The projects of the ballot cost {found}; {limit} at most are allowed.",
    "too-many-points": "The ballot gives {found} points; {limit} at most are allowed.",
    "too-few-points": "The ballot gives {found} points; {limit} at least are asked.",
    "points-over": "The ballot gives {found} points to one project; {limit} at most are allowed.",
    "points-under": "The ballot gives {found} points to one project; {limit} at least are asked.",
    "votes-announced": "The file announces {limit} ballots and holds {found}.",
    "projects-announced": "The file announces {limit} projects and holds {found}.",
    "bad-rule": "The rule says {key} = {text}, which is not possible.",
    "rule-and-ballots": "The rule {rule} does not count ballots of this kind ({kind}).",
    "too-many-runs": "The count has not ended after {limit} runs; take a larger step.",
    "unknown-envelope": "The rules know no envelope {envelope}.",
    "two-counts": "Two independent counts differ; nothing is published.",
}


class Fault(Exception):
    """A refusal: its code, the line of the file where it was met, the values that explain it."""

    def __init__(self, code: str, line: int | None = None, **values: object) -> None:
        self.code = code
        self.line = line
        self.values = values
        super().__init__(code)

    def __str__(self) -> str:
        sentence = ENGLISH[self.code].format(**self.values)
        return f"Line {self.line}: {sentence}" if self.line else sentence
