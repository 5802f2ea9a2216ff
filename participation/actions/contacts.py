"""Recording who takes contacts out of the portal, and why."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.decisions import Refused
from portal.security.actions import record_event

from ..enums import Reason
from ..models import Activity, ExportRecord
from .imports import REASON_LENGTH
from .journal import log

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def record_export(
    *, activity: Activity, reason: str, row_count: int, user: "User", at: datetime
) -> ExportRecord:
    """Notes an export of contacts before it leaves; without this record no file is given.

    Raises Refused(EXPORT_REASON_MISSING).
    """
    if len(reason.strip()) < REASON_LENGTH:
        raise Refused(Reason.EXPORT_REASON_MISSING)
    record = ExportRecord.objects.create(
        activity_id=activity.pk,
        reason=reason.strip()[:400],
        row_count=row_count,
        exported_at=at,
        exported_by=user,
    )
    record_event(
        "participation.contacts.exported",
        actor=user,
        at=at,
        activity=activity.pk,
        export=record.pk,
        count=row_count,
    )
    log("contacts.exported", user=user, activity=activity.pk, count=row_count)
    return record
