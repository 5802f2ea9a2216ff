"""What is done to mails besides delivering them: tried again, cancelled, forgotten."""

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from portal.decisions import require

from . import rules
from .enums import MailState
from .models import BODY, OutgoingMail, address_keys

if TYPE_CHECKING:
    from portal.accounts.models import User

logger = logging.getLogger(__name__)
_BATCH = 1_000


@transaction.atomic
def retry_mail(*, mail: OutgoingMail, by: "User | None", at: datetime) -> None:
    """Puts a mail that was given up back in the queue. Raises NOT_GIVEN_UP, BODY_ERASED."""
    held = OutgoingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    require(rules.may_retry(held))
    held.state, held.settled_at, held.due_at, held.attempts = MailState.WAITING, None, at, 0
    held.save(update_fields=["state", "settled_at", "due_at", "attempts"])
    _log("portal.mail.retried", held, by)


@transaction.atomic
def cancel_mail(*, mail: OutgoingMail, by: "User | None", at: datetime) -> None:
    """Keeps a mail from leaving and erases its words. Raises Refused(NOT_WAITING)."""
    held = OutgoingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    require(rules.may_cancel(held, at))
    OutgoingMail.objects.filter(pk=held.pk).update(state=MailState.CANCELLED, settled_at=at, **BODY)
    _log("portal.mail.cancelled", held, by)


@transaction.atomic
def erase_mails_of(*, emails: frozenset[str], user_id: int | None) -> int:
    """Erases every mail of these addresses and of this account, sent or not; says how many."""
    keys = [key for email in emails for key in address_keys(email)]
    theirs = OutgoingMail.objects.filter(Q(to_key__in=keys) | Q(reader_id=user_id or 0))
    count = theirs.count()
    theirs.delete()
    return count


def erase_old_mails(*, at: datetime, dry_run: bool = False) -> int:
    """Erases what is left of settled mails: traces of sent ones, whole ones that were given up."""
    sent = at - timedelta(days=settings.MAIL_TRACE_DAYS)
    failed = at - timedelta(days=settings.MAIL_FAILED_DAYS)
    over = OutgoingMail.objects.filter(
        Q(state__in=[MailState.SENT, MailState.CANCELLED], settled_at__lt=sent)
        | Q(state=MailState.FAILED, settled_at__lt=failed)
    )
    count = over.count()
    while not dry_run and (keys := list(over.values_list("pk", flat=True)[:_BATCH])):
        OutgoingMail.objects.filter(pk__in=keys).delete()
    logger.info(
        "Old mails erased",
        extra={"event": "portal.mail.erased", "count": count, "dry_run": dry_run},
    )
    return count


def _log(event: str, mail: OutgoingMail, by: "User | None") -> None:
    extra = {"event": event, "mail_id": mail.pk, "mail": mail.kind, "by": by.pk if by else None}
    logger.info("Mail changed", extra=extra)
