"""Kiosks: made with their place, switched off for good."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.decisions import require

from ...actions.journal import log
from ..enums import SurveyChannel
from ..models import Kiosk, Survey
from ..rules.moments import may_use

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def make_kiosk(
    *, survey: Survey, label: str, idle_seconds: int, by: "User | None", at: datetime
) -> Kiosk:
    """Makes a kiosk; its link is signed, nothing of it is kept. Raises Refused(CHANNEL_CLOSED)."""
    require(may_use(survey, SurveyChannel.KIOSK))
    kiosk = Kiosk.objects.create(
        survey=survey, label=label.strip(), idle_seconds=idle_seconds, made_at=at, made_by=by
    )
    log("kiosk.made", user=by, kiosk=kiosk.pk, activity=survey.pk)
    return kiosk


@transaction.atomic
def revoke_kiosk(*, kiosk: Kiosk, by: "User | None", at: datetime) -> None:
    """Switches a kiosk off: its link takes no answer any more. Again, nothing happens."""
    if Kiosk.objects.filter(pk=kiosk.pk, revoked_at=None).update(revoked_at=at):
        log("kiosk.revoked", user=by, kiosk=kiosk.pk, activity=kiosk.survey_id)
