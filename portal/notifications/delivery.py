"""Handing mails over to the mail server: each is taken by a lease, sent, then its words erased.

A worker killed between the server's “yes” and our note leaves one mail that is sent again after
its lease, under the same Message-ID: at least once, and at most one duplicate a kill.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError, transaction
from django.db import connection as db_connection
from django.utils import timezone

from .enums import MailState, Outcome
from .models import BODY, OutgoingMail
from .registry import Feeder, may_leave, note_withheld
from .rules import failure_words, next_try, outcome_of

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]

# Longer than handing one mail over can take: a try that lasts longer is taken for dead.
LEASE = timedelta(minutes=5)
# Longer than SQLite's longest pause between two questions of who waits: 100 ms.
_BREATH = 0.12
_DOWN = "mail:server-down"
# How long a page does not ask again a server that did not answer; the worker goes on asking.
_DOWN_SECONDS = 60


def feed_once(feed: Feeder) -> bool:
    """One piece of the worker's writing, then a breath if it did any; whether it did.

    SQLite has one pen, which no queue hands on: who waits for it asks ten times a second. The
    worker leaves it alone for longer than that after each piece, so that an editor who publishes
    meanwhile has it next. A fault is said, and keeps no mail that is written from leaving.
    """
    try:
        worked = feed()
    except OperationalError:
        raise
    except Exception:
        logger.exception("Mails not written", extra={"event": "portal.mail.feeder_failed"})
        return False
    if worked and db_connection.vendor == "sqlite":
        time.sleep(_BREATH)
    return worked


def claim(
    *, worker: str, at: datetime, lease: timedelta = LEASE, pk: int | None = None
) -> OutgoingMail | None:
    """The next mail to hand over, for this worker alone, or None; or this very mail, if free.

    PostgreSQL skips the rows that others hold, SQLite lets one writer in at a time.
    """
    free = OutgoingMail.objects.free(at)
    if pk is not None:
        free = free.filter(pk=pk)
    if not free.exists():  # Without taking SQLite's one pen.
        return None
    with transaction.atomic():
        held = free.select_for_update(skip_locked=True, of=("self",))
        mail = held.order_by("priority", "due_at", "pk").first()
        if mail is None:
            return None
        mail.worker, mail.leased_until = worker, at + lease
        mail.save(update_fields=["worker", "leased_until"])
    return mail


def deliver_batch(
    *, worker: str, clock: Clock = timezone.now, lease: timedelta = LEASE, limit: int = 100
) -> tuple[int, bool]:
    """Hands over the next mails by one connection; how many it tried, and whether all is well.

    Stops at once, and says so, when the mail server does not answer.
    """
    tried, connection = 0, get_connection(timeout=settings.MAIL_TIMEOUT)
    try:
        while tried < limit and (mail := claim(worker=worker, at=clock(), lease=lease)):
            tried += 1
            if hand_over(mail, connection, clock()) == Outcome.SERVER_DOWN:
                return tried, False
    finally:
        _close(connection)
    return tried, True


def deliver_now(pk: int) -> None:
    """Tries one mail once, shortly, in the process that wrote it; else the worker has it."""
    if cache.get(_DOWN):
        return
    mail = claim(worker="page", at=timezone.now(), lease=timedelta(seconds=60), pk=pk)
    if mail is None:
        return
    connection = get_connection(timeout=settings.MAIL_AT_ONCE_TIMEOUT)
    try:
        hand_over(mail, connection, timezone.now())
    finally:
        _close(connection)


def hand_over(mail: OutgoingMail, connection: BaseEmailBackend, at: datetime) -> Outcome:
    """One try of a mail that is held; notes what came of it."""
    if not may_leave(mail):
        with transaction.atomic():
            if _settle(mail, MailState.CANCELLED, at):
                note_withheld(mail)
        return Outcome.CANCELLED
    answered = False
    try:
        connection.open()
        answered = True
        connection.send_messages([message_of(mail)])
    except Exception as error:
        outcome = outcome_of(error)
        _note_failure(mail, error, outcome, at, counted=answered)
        if outcome != Outcome.SERVER_DOWN:
            _close(connection)  # The next mail starts from a clean conversation.
        return outcome
    _settle(mail, MailState.SENT, at)
    cache.delete(_DOWN)
    logger.info("Mail sent", extra={"event": "portal.mail.sent", "mail": mail.kind})
    return Outcome.SENT


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The mail as it leaves; no robot answers it, and its date is that of its writing."""
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", **mail.headers}
    message = EmailMultiAlternatives(
        subject=mail.subject, body=mail.text, to=[mail.to], headers=headers
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for name, kind, content in mail.attached:
        message.attach(name, content, kind)
    return message


def _settle(mail: OutgoingMail, state: MailState, at: datetime) -> bool:
    """Notes the end of a mail; False when another worker has it meanwhile."""
    mine = OutgoingMail.objects.filter(pk=mail.pk, worker=mail.worker)
    changed = mine.filter(state=MailState.WAITING).update(
        state=state,
        settled_at=at,
        attempts=mail.attempts + (state == MailState.SENT),
        failure="",
        worker="",
        leased_until=None,
        **BODY,
    )
    return bool(changed)


def _note_failure(
    mail: OutgoingMail, error: Exception, outcome: Outcome, at: datetime, *, counted: bool
) -> None:
    """Gives the mail back, for later or never; its words stay, so that somebody can try again.

    A server that never answered is no fault of this mail, which keeps its tries. One that hangs
    up in the middle may do so because of this very mail: it must not hold up the others for ever.
    """
    changes: dict[str, object] = {"failure": failure_words(error), "worker": ""}
    changes["leased_until"] = None
    if outcome == Outcome.SERVER_DOWN:
        cache.set(_DOWN, True, _DOWN_SECONDS)
    if counted:
        attempts = mail.attempts + 1
        later = next_try(attempts=attempts, delays=settings.MAIL_RETRY_MINUTES, at=at)
        changes["attempts"] = attempts
        if later is None or outcome == Outcome.GIVE_UP:
            changes |= {"state": MailState.FAILED, "settled_at": at}
        else:
            changes["due_at"] = later
    held = OutgoingMail.objects.filter(pk=mail.pk, worker=mail.worker, state=MailState.WAITING)
    held.update(**changes)
    # Neither the address nor the server's words, which repeat it.
    logger.error(
        "Mail not sent",
        extra={
            "event": "portal.mail.failed",
            "mail": mail.kind,
            "outcome": str(outcome),
            "error": type(error).__name__,
        },
    )


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except Exception:
        logger.info("Mail connection lost", extra={"event": "portal.mail.connection_lost"})
