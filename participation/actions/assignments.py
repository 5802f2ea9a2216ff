"""Who prepares an answer and by when; what officers tell each other about it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from engagements.models import Department
from portal.decisions import Refused, require

from .. import rules
from ..enums import Reason
from ..models import Assignment, Contribution, PrivateNote
from ..notifications.assignments import mail_assignments
from .journal import locked, log_about

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def assign_contribution(
    *,
    contribution: Contribution,
    department: Department,
    person: "User | None" = None,
    due_on: date | None = None,
    officer: "User | None",
    at: datetime,
    tell: bool = True,
) -> Assignment:
    """Entrusts the answer to a department, and to a person in it, with an internal due date.

    The person is told by mail when it is new to them. Raises Refused(NOT_PUBLISHED_YET).
    """
    held = locked(contribution)
    require(rules.may_assign(held))
    before = Assignment.objects.filter(contribution=held).first()
    assignment, _created = Assignment.objects.update_or_create(
        contribution=held,
        defaults={
            "department": department,
            "person": person,
            "due_on": due_on,
            "assigned_at": at,
            "assigned_by": officer,
        },
    )
    assignment.is_news = bool(person and (before is None or before.person_id != person.pk))
    log_about("answer.assigned", held, officer)
    if tell and assignment.is_news:
        mail_assignments([assignment])
    return assignment


def assign_contributions(
    *,
    contributions: Iterable[Contribution],
    department: Department,
    person: "User | None" = None,
    due_on: date | None = None,
    officer: "User | None",
    at: datetime,
) -> tuple[list[Assignment], list[tuple[Contribution, Refused]]]:
    """The same for many, each on its own; the person receives one mail. Says which were refused."""
    done: list[Assignment] = []
    refused: list[tuple[Contribution, Refused]] = []
    for contribution in contributions:
        try:
            done.append(
                assign_contribution(
                    contribution=contribution,
                    department=department,
                    person=person,
                    due_on=due_on,
                    officer=officer,
                    at=at,
                    tell=False,
                )
            )
        except Refused as error:
            refused.append((contribution, error))
    mail_assignments([assignment for assignment in done if assignment.is_news])
    return done, refused


@transaction.atomic
def add_note(*, contribution: Contribution, text: str, author: "User", at: datetime) -> PrivateNote:
    """Adds a private note; never public. Raises Refused(NOTE_MISSING)."""
    if not text.strip():
        raise Refused(Reason.NOTE_MISSING)
    note = PrivateNote.objects.create(
        contribution=contribution, text=text.strip(), author=author, written_at=at
    )
    log_about("note.added", contribution, author)
    return note
