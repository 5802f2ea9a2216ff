"""Letters to those who follow something: written, tried on oneself, sent once, or cancelled."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.rules import may_read
from portal.decisions import require
from portal.notifications.enums import Priority
from portal.notifications.mails import sender, write_mails
from portal.notifications.models import OutgoingMail
from portal.security.actions import record_event

from .. import rules
from ..enums import LetterState
from ..models import Letter, Subscription
from ..notifications import LETTER, draw_letter, letter_context, mail_letter_test
from ..queries import recipients
from ..registry import find_subjects, general_topics

logger = logging.getLogger(__name__)
# Messages written in one turn, and waiting at most: the text is not stored 100,000 times.
_BATCH = 50


@transaction.atomic
def write_letter(
    *, letter: Letter, subject: str, body: str, topics: Sequence[str], by: User, at: datetime
) -> Letter:
    """Keeps a draft as it is now written. Raises Refused(NOT_DRAFT)."""
    if letter.pk:
        letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    require(rules.may_edit_letter(letter))
    letter.subject, letter.body = " ".join(subject.split()), body
    letter.topics = [topic for topic in general_topics() if topic in topics]
    letter.written_by, letter.written_at = by, at
    letter.save()
    return letter


@transaction.atomic
def try_letter(*, letter: Letter, by: User) -> None:
    """Sends the letter as it is to its writer alone."""
    mail_letter_test(letter, by.email)
    logger.info(
        "Letter tested", extra={"event": "subscriptions.letter.tested", "letter": letter.pk}
    )


@transaction.atomic
def send_letter(*, letter: Letter, seen: str, by: User, at: datetime) -> Letter:
    """Sends a letter, once, as it was looked at (`seen`, its fingerprint).

    The first messages leave after LETTER_DELAY_MINUTES: until then it may be cancelled. Raises
    Refused (NOT_DRAFT, EMPTY, NO_TOPIC, NOBODY, CHANGED).
    """
    held = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    count = recipients(held.topics).count()
    require(rules.may_send_letter(held, topics=held.topics, recipients=count, seen=seen))
    held.state, held.sent_by, held.sent_at = LetterState.SENDING, by, at
    held.starts_at = at + timedelta(minutes=settings.LETTER_DELAY_MINUTES)
    held.recipient_count = count
    held.save()
    record_event("subscriptions.letter.sent", actor=by, at=at, letter=held.pk, recipients=count)
    return held


@transaction.atomic
def cancel_letter(*, letter: Letter, by: User, at: datetime) -> None:
    """Keeps a letter from leaving before its first message. Raises Refused(STARTED)."""
    held = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    require(rules.may_cancel_letter(held, at))
    held.state, held.finished_at = LetterState.CANCELLED, at
    held.save(update_fields=["state", "finished_at"])
    record_event("subscriptions.letter.cancelled", actor=by, at=at, letter=held.pk)


def spread_letters() -> bool:
    """Writes the next messages of the letter that leaves; False when there is nothing to do.

    Each batch is one transaction with how far it came; nobody has a letter twice, by its key in
    the outbox. Waits while many messages of letters wait to leave.
    """
    at = timezone.now()
    leaving = Letter.objects.filter(state=LetterState.SENDING, starts_at__lte=at)
    if not leaving.exists():
        return False
    queued = OutgoingMail.objects.waiting().filter(kind=LETTER, priority=Priority.MANY)
    if queued.count() >= _BATCH:
        return False
    with transaction.atomic():
        held = leaving.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
        if held is None:
            return False
        _spread_batch(held, at)
    return True


def _spread_batch(letter: Letter, at: datetime) -> None:
    batch: list[Subscription] = []
    if letter.topic_index < len(letter.topics):
        following = Subscription.objects.filter(
            topic=letter.topics[letter.topic_index], pk__gt=letter.cursor
        )
        batch = list(following.select_related("subscriber__user").order_by("pk")[:_BATCH])
    if batch:
        write_mails(_drawn(letter, batch))
    if len(batch) == _BATCH:
        letter.cursor = batch[-1].pk
    else:
        letter.topic_index, letter.cursor = letter.topic_index + 1, 0
    if letter.topic_index >= len(letter.topics):
        letter.state, letter.finished_at = LetterState.SENT, at
    letter.save(update_fields=["cursor", "topic_index", "state", "finished_at"])


def _drawn(letter: Letter, batch: Sequence[Subscription]) -> list[OutgoingMail]:
    """The letter to those of the batch who may still read what they follow; one topic a batch."""
    topic = batch[0].topic
    subject = find_subjects([topic]).get(topic)
    if subject is None:
        return []
    words = {**sender(), **letter_context(letter)}
    return [
        draw_letter(letter, one.subscriber, topic, words=words)
        for one in batch
        if one.subscriber.address and may_read(subject.audience, one.subscriber.user)
    ]
