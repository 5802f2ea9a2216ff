"""Feasibility studies: written by a department, read by authors first, then published."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.decisions import Refused, require

from ..enums import BudgetReason, ProjectStage
from ..models import FeasibilityStudy, IdeaConsent, Project, StudyAnswer
from ..project_mails import reachable, send_study_to_authors, tell_authors, tell_of_decision
from ..project_rules import may_answer_study, may_publish_study, may_send_study, may_study
from ..queries.projects import consents_of
from .projects import hold_project, write_decision

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def write_study(
    *, project: Project, fields: Mapping[str, Any], by: "User | None", at: datetime
) -> FeasibilityStudy:
    """Keeps what a department found; nobody reads it before it is sent. Raises Refused (STAGE).

    A study not sent yet is replaced by the new one; one that was sent stays, and is followed.
    """
    held = hold_project(project)
    require(may_study(held))
    draft = held.studies.filter(sent_at__isnull=True, published_at__isnull=True).first()
    study = draft or FeasibilityStudy(project=held)
    for name, value in fields.items():
        setattr(study, name, value)
    study.department = study.department or held.department
    study.written_at, study.written_by = at, by
    study.full_clean(exclude=["project", "department", "written_by"])
    study.save()
    return study


@transaction.atomic
def send_study(*, study: FeasibilityStudy, answer_due_on: date, at: datetime) -> int:
    """Sends the study to the authors, who may answer until that day; returns how many were written.

    Raises Refused (STAGE, STUDY_SENT).
    """
    project = hold_project(study.project)
    held = FeasibilityStudy.objects.select_for_update(of=("self",)).get(pk=study.pk)
    require(may_send_study(held))
    held.sent_at, held.answer_due_on = at, answer_due_on
    held.save(update_fields=["sent_at", "answer_due_on"])
    return send_study_to_authors(held, project)


@transaction.atomic
def answer_study(
    *, study: FeasibilityStudy, consent: IdeaConsent, agrees: bool, text: str, at: datetime
) -> StudyAnswer:
    """What an author says of the study, published with it.

    Raises Refused (ANSWERED, STAGE; REASON_MISSING for an objection without words).
    """
    held = FeasibilityStudy.objects.select_for_update(of=("self",)).get(pk=study.pk)
    require(may_answer_study(held, timezone.localdate(at)))
    if not agrees and not text.strip():
        raise Refused(BudgetReason.REASON_MISSING)
    try:
        with transaction.atomic():
            return StudyAnswer.objects.create(
                study=held,
                idea_id=consent.idea_id,
                agrees=agrees,
                text=text.strip(),
                answered_at=at,
            )
    except IntegrityError as error:
        raise Refused(BudgetReason.ANSWERED) from error


@transaction.atomic
def publish_study(*, study: FeasibilityStudy, by: "User | None", at: datetime) -> FeasibilityStudy:
    """Publishes a study with what its authors said, or that they did not answer in time.

    A feasible project takes its costs from it; another one stops there, with the criterion.
    Raises Refused (STAGE, STUDY_WAITS).
    """
    project = hold_project(study.project)
    held = FeasibilityStudy.objects.select_for_update(of=("self",)).get(pk=study.pk)
    asked = len(reachable(consents_of(project)))
    require(
        may_publish_study(
            held,
            project,
            asked=asked,
            answered=held.answers.count(),
            today=timezone.localdate(at),
        )
    )
    held.published_at = at
    held.save(update_fields=["published_at"])
    project.cost, project.yearly_cost = held.cost, held.yearly_cost
    project.department = held.department or project.department
    if not held.is_feasible:
        project.stage = ProjectStage.UNFEASIBLE
    project.save(update_fields=["cost", "yearly_cost", "department", "stage"])
    if not held.is_feasible:
        decision = write_decision(
            project,
            ProjectStage.UNFEASIBLE,
            by=by,
            at=at,
            criterion=held.criterion,
            explanation=held.reasons,
        )
        tell_authors(project, decision)
        tell_of_decision(project, decision, at)
    return held
