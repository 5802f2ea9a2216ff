"""Fictitious answers to ideas that are facts: the text of each says that it is an example."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints

from engagements.models import Commitment, Department
from participation import actions
from participation.models import Answer, Contribution
from portal.accounts.models import User

from .report import Outcome
from .schema import ProjectFile
from .shapes import Checks, IdeaNumber, Key, Number, Shape
from .writer import Writer

# Nothing else on the page of such an idea tells that its answer is fictitious.
MarkedText = Annotated[str, StringConstraints(pattern=r"^Exemple ")]


class HistoricAnswerExample(Shape):
    """An example answer to an idea of the historic call."""

    idea: IdeaNumber
    verdict: Literal["retained", "partly", "declined", "already_done"]
    text: MarkedText
    department: Key | None = None
    days_ago: int = Field(ge=0)
    commitments: list[Number] = []
    example: Literal[True]


def check_answers(
    examples: Sequence[HistoricAnswerExample],
    departments: Sequence[str],
    facts: ProjectFile,
    checks: Checks,
) -> None:
    """Notes the answers to ideas, by departments or about commitments that do not exist."""
    taken = _("“%(value)s” is already used on line %(line)d.")
    checks.once(("historic_answers",), examples, "idea", taken)
    numbers = facts.commitment_numbers()
    for position, one in enumerate(examples):
        path = ("historic_answers", position)
        if one.idea not in facts.ideas:
            unknown = _("there is no idea number %(value)s in “ideas”.")
            checks.refuse((*path, "idea"), unknown % {"value": one.idea})
        if one.department and one.department not in departments:
            unknown = _("there is no department whose key is “%(value)s”.")
            checks.refuse((*path, "department"), unknown % {"value": one.department})
        unknown = _("there is no commitment number %(value)s.")
        checks.known((*path, "commitments"), one.commitments, numbers, unknown)


def load_answers(
    examples: Sequence[HistoricAnswerExample],
    writer: Writer,
    *,
    at: datetime,
    departments: dict[str, Department],
    author: User | None,
) -> None:
    """The answers, once: an idea that somebody answered keeps that answer, none comes back."""
    for example in examples:
        key = f"historic-answer/{example.idea}"
        idea = Contribution.objects.filter(
            number=example.idea, activity__import_key__startswith="call/"
        ).first()
        known = writer.fingerprints.knows(key)
        if known or idea is None or Answer.objects.filter(contribution=idea).exists():
            writer.report.count("answer", Outcome.UNCHANGED)
            continue
        actions.answer_contribution(
            contribution=idea,
            verdict=example.verdict,
            text=example.text,
            department=departments.get(example.department or ""),
            commitments=Commitment.objects.filter(number__in=example.commitments),
            author=author,
            at=at - timedelta(days=example.days_ago),
        )
        writer.fingerprints.note(key, "loaded", "1")
        writer.report.count("answer", Outcome.CREATED)
