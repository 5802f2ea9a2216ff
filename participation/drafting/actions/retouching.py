"""The drafting group writes a paragraph otherwise, in its own name and with a reason."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.decisions import Refused, require

from ...actions.journal import log
from .. import rules
from ..enums import DraftingReason
from ..models import Drafting, Paragraph, Retouch
from ..queries.working import working_text
from .holding import held_text, latest_version

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def retouch_paragraph(
    *,
    drafting: Drafting,
    paragraph: Paragraph,
    text: str,
    reason: str,
    by: "User | None",
    at: datetime,
) -> Retouch | None:
    """Keeps another wording of a paragraph for the next version; an empty text takes it back.

    Its words will be shown as those of the drafting group. Raises Refused (NO_VERSION,
    TEXT_IS_FINAL, PARAGRAPH_GONE, REASON_MISSING, ADOPTED_TEXT_SAME).
    """
    held_text(drafting.pk)
    Retouch.objects.filter(paragraph=paragraph, integrated_in__isnull=True).delete()
    if not text:
        log("paragraph.retouch_taken_back", user=by, activity=drafting.pk)
        return None
    working = working_text(drafting)
    current = working.text_of(paragraph.pk)
    require(rules.may_retouch(latest_version(drafting.pk), current, text))
    if not reason.strip():
        raise Refused(DraftingReason.REASON_MISSING)
    made = Retouch.objects.create(
        paragraph=paragraph,
        base=current or "",
        text=text,
        reason=reason.strip(),
        made_at=at,
        made_by=by,
    )
    log("paragraph.retouched", user=by, activity=drafting.pk, paragraph=paragraph.pk)
    return made
