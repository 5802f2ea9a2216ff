"""The log of corrections: a change of a public text is a dated row that says what and why."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.decisions import Refused, require

from ...actions.journal import log
from .. import rules
from ..enums import BriefingReason
from ..models import Briefing, Correction
from ..notifications import tell_of_correction

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def record_correction(
    *,
    briefing: Briefing,
    texts: list[str],
    what: str,
    why: str,
    by: "User | None",
    at: datetime,
) -> Correction:
    """Adds a row to the public log, and tells those who follow the page.

    Raises Refused(CORRECTION_UNEXPLAINED) without its reason or what it is about.
    """
    if not texts:
        raise Refused(BriefingReason.CORRECTION_UNEXPLAINED)
    require(rules.may_publish_over(texts, what, why))
    correction = Correction.objects.create(
        briefing=briefing,
        texts=texts,
        what=what.strip(),
        why=why.strip(),
        corrected_at=at,
        corrected_by=by,
    )
    log("briefing.corrected", user=by, activity=briefing.pk, texts=texts)
    tell_of_correction(correction)
    return correction
