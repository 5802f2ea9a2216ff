"""Recording who takes answers out of the portal one by one, and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from portal.decisions import require
from portal.security.actions import record_event

from ...actions.journal import log
from ..models import AnswerExport, Survey
from ..rules.moments import may_export

if TYPE_CHECKING:
    from portal.accounts.models import User

REASON_MAXIMUM = 400


@transaction.atomic
def record_answer_export(
    *,
    survey: Survey,
    reason: str,
    questions: Sequence[str],
    row_count: int,
    kind: str,
    by: "User",
    at: datetime,
) -> AnswerExport:
    """Notes an export before it leaves; without this record no file is given.

    Raises Refused (STILL_OPEN, TOO_FEW, EXPORT_REASON).
    """
    require(may_export(survey, at, row_count, settings.AGENT_GROUP_MINIMUM, reason))
    record = AnswerExport.objects.create(
        survey_id=survey.pk,
        reason=reason.strip()[:REASON_MAXIMUM],
        questions=list(questions),
        row_count=row_count,
        kind=kind,
        exported_at=at,
        exported_by=by,
    )
    record_event(
        "surveys.answers.exported",
        actor=by,
        at=at,
        activity=survey.pk,
        export=record.pk,
        count=row_count,
    )
    log("survey.answers_exported", user=by, activity=survey.pk, count=row_count)
    return record
