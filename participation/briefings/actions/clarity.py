"""Saying whether it was clear: counted, never linked to anybody."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.decisions import Refused, require

from ...actions.journal import log
from .. import rules
from ..enums import BriefingReason
from ..models import Briefing, ClarityReply

_BATCH = 500


@transaction.atomic
def say_clarity(
    *, briefing: Briefing, opinion: str, comment: str = "", form_token: str, at: datetime
) -> ClarityReply:
    """Counts one opinion; its words are read by officers only.

    Keeps the day, no hour, no address, no account. Raises Refused (NOT_PUBLISHED, ALREADY_SAID
    when the same form was already sent).
    """
    require(rules.may_say_clarity(briefing))
    try:
        with transaction.atomic():
            reply = ClarityReply.objects.create(
                briefing=briefing,
                opinion=opinion,
                comment=comment.strip(),
                form_token=form_token,
                given_on=timezone.localdate(at),
            )
    except IntegrityError as error:
        if ClarityReply.objects.filter(form_token=form_token).exists():
            raise Refused(BriefingReason.ALREADY_SAID) from error
        raise
    log("clarity.said", activity=briefing.pk)
    return reply


def erase_comments(*, at: datetime, dry_run: bool = False) -> int:
    """Erases the words of opinions after CLARITY_COMMENT_DAYS; the opinions stay counted."""
    before = timezone.localdate(at) - timedelta(days=settings.CLARITY_COMMENT_DAYS)
    old = ClarityReply.objects.exclude(comment="").filter(given_on__lt=before)
    count = 0
    if dry_run:
        count = old.count()
    else:
        while keys := list(old.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
            count += ClarityReply.objects.filter(pk__in=keys).update(comment="")
    log("clarity.comments_erased", count=count, dry_run=dry_run)
    return count
