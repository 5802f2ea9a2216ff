"""Answers in preparation: respondents, assignments, drafts, ready-made words."""

from typing import Any

import factory

from engagements.models import Department
from participation.actions import assign_contribution, prepare_answer
from participation.enums import Verdict
from participation.ideas.models import Idea
from participation.models import Answer, AnswerTemplate, Assignment
from portal.accounts.enums import Role
from portal.accounts.models import User
from tests.factories.accounts import StaffFactory
from tests.factories.engagements import DepartmentFactory, join
from tests.factories.participation import published_idea
from tests.support import clock


class AnswerTemplateFactory(factory.django.DjangoModelFactory[AnswerTemplate]):
    """Words to begin an answer with."""

    class Meta:
        model = AnswerTemplate

    title = factory.Sequence(lambda n: f"Modèle {n}")
    verdict = Verdict.DECLINED
    text = "La ville n’en a pas la compétence."


def respondent(department: Department | None = None, **fields: Any) -> User:
    """Somebody who prepares answers for a department."""
    home = department or DepartmentFactory.create()
    user = StaffFactory.create(role=Role.RESPONDENTS, department_name=home.name, **fields)
    join(home, user)
    return user


def assigned_idea(
    department: Department | None = None, person: User | None = None, **fields: Any
) -> Idea:
    """A published idea entrusted to a department."""
    due_on = fields.pop("due_on", None)
    idea = published_idea(**fields)
    assignment = assign_contribution(
        contribution=idea,
        department=department or DepartmentFactory.create(),
        person=person,
        due_on=due_on,
        officer=None,
        at=clock.NOW,
    )
    assert isinstance(assignment, Assignment)
    idea.refresh_from_db()
    return idea


def draft(
    idea: Idea | None = None,
    *,
    verdict: str = Verdict.RETAINED,
    text: str = "Oui, dès l’automne.",
    commitments: Any = (),
    author: User | None = None,
) -> Answer:
    """An answer that nobody published yet, as the editor leaves it."""
    answer = prepare_answer(contribution=idea or published_idea(), author=author)
    revised: Answer = answer.get_latest_revision_as_object()
    revised.verdict, revised.text = verdict, text
    revised.commitments.set(list(commitments))
    revised.save_revision(user=author, clean=False)
    return Answer.objects.get(pk=answer.pk)


def published(answer: Answer, by: User | None = None) -> Answer:
    """The same answer, its latest draft made public."""
    answer.get_latest_revision().publish(user=by)
    return Answer.objects.get(pk=answer.pk)
