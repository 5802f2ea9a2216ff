"""Refused texts are kept until their day, then their words are erased; the decision stays."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..enums import Moderation
from ..models import Appeal, Comment, Contribution, Report
from ..models.moderation import about
from .files import erase_attachments
from .journal import locked_text, log, own_texts

# How many refused texts one run erases of each kind; the next run goes on.
_BATCH = 10_000


def erase_refused(*, at: datetime, dry_run: bool = False) -> int:
    """Erases the words of refused texts once their day is over; says of how many.

    Title, text, names, address, files, and what was written about them; never before keep_until,
    nor while an appeal waits. The rows stay with the decision and its reason, for the register.
    """
    today = timezone.localdate(at)
    count = 0
    for model in (Contribution, Comment):
        over = model._default_manager.filter(moderation=Moderation.REFUSED, keep_until__lt=today)
        over = over.exclude(appeal__isnull=False, appeal__decided_at__isnull=True).order_by("pk")
        if dry_run:
            count += over.count()
        else:
            count += sum(_erase(text, before=today) for text in over[:_BATCH].iterator())
    log("refused.erased", count=count, dry_run=dry_run)
    return count


@transaction.atomic
def _erase(text: Contribution | Comment, *, before: date) -> bool:
    """Erases one text, unless somebody published or contested it meanwhile."""
    held = locked_text(text)
    appeals = Appeal.objects.filter(**about(held))
    waits = appeals.filter(decided_at__isnull=True).exists()
    if waits or not held.keep_until or held.keep_until >= before:
        return False
    held.text = held.display_name = held.email = held.refusal_note = ""
    held.author = held.keep_until = None
    if isinstance(held, Contribution):
        held.title, held.place, held.department_name = str(_("Text erased")), "", ""
        erase_attachments(contributions=[held.pk])
        own, names = own_texts(held)
        if names:
            type(own)._default_manager.filter(pk=held.pk).update(**dict.fromkeys(names, ""))
    held.save()
    appeals.update(text="", answer=_("Erased with the text."))
    Report.objects.filter(**about(held)).update(text="", answer="", email="")
    return True
