"""Following and stopping: by an account in one press, by an address that a link proved."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.decisions import Refused
from portal.notifications.enums import MailState
from portal.notifications.models import BODY, OutgoingMail, address_key

from .. import rules
from ..enums import FollowRefusal, Frequency
from ..hours import city_hours
from ..links import Asked
from ..models import NOTICE_VERSION, Subscriber, Subscription
from ..notifications import DIGEST, LETTER, mail_confirm_link, mail_own_link
from ..queries import subject_to_follow, subscriber_of, subscriber_with

logger = logging.getLogger(__name__)


@transaction.atomic
def follow(*, topic: str, at: datetime, user: User, frequency: str = "") -> Subscription:
    """An account follows a topic; once, however often it is pressed.

    An address that subscribed before and belongs to the account becomes part of it. Raises
    Refused (UNKNOWN, TOO_MANY).
    """
    if subject_to_follow(topic, user) is None:
        raise Refused(FollowRefusal.UNKNOWN)
    return _add(_subscriber(user.email, at=at, frequency=frequency, user=user), topic, at)


@transaction.atomic
def ask_by_email(*, asked: Asked) -> None:
    """Mails the link that confirms; stores nothing, whoever the address is.

    Raises Refused(UNKNOWN) when nothing of what is asked may be followed by strangers.
    """
    subjects = [found for topic in asked.topics if (found := subject_to_follow(topic, None))]
    if not subjects:
        raise Refused(FollowRefusal.UNKNOWN)
    mail_confirm_link(asked, subjects)
    logger.info("Link sent", extra={"event": "subscriptions.link.sent"})


@transaction.atomic
def confirm(*, asked: Asked, at: datetime) -> Subscriber:
    """The link was followed: the address follows what was asked and is still public.

    An address that belongs to an account is that account's. Raises Refused (UNKNOWN, TOO_MANY).
    """
    account = User.objects.filter(email__iexact=asked.email, is_active=True).first()
    topics = [topic for topic in asked.topics if subject_to_follow(topic, account)]
    if not topics:
        raise Refused(FollowRefusal.UNKNOWN)
    subscriber = _subscriber(asked.email, at=at, frequency=asked.frequency, user=account)
    for topic in topics:
        _add(subscriber, topic, at)
    return subscriber


def _subscriber(email: str, *, at: datetime, frequency: str, user: User | None) -> Subscriber:
    known = email.strip().lower()
    found = _found(known, user)
    if found is None:
        try:
            with transaction.atomic():
                return Subscriber.objects.create(
                    user=user,
                    email=None if user else known,
                    frequency=frequency or Frequency.WEEKLY,
                    consented_at=at,
                    notice_version=NOTICE_VERSION,
                )
        except IntegrityError:  # The same person, at the same moment.
            found = _found(known, user)
            if found is None:
                raise
    if frequency and frequency != found.frequency:
        change_frequency(subscriber=found, frequency=frequency, at=at)
    return found


def _found(email: str, user: User | None) -> Subscriber | None:
    """Who this is already; an address alone becomes the account's once it is known to be its."""
    if user is None:
        return subscriber_with(email)
    mine = subscriber_of(user)
    alone = Subscriber.objects.filter(email=email).first()
    if mine is None and alone is not None:
        Subscriber.objects.filter(pk=alone.pk).update(user=user, email=None)
        return subscriber_of(user)
    return mine


def _add(subscriber: Subscriber, topic: str, at: datetime) -> Subscription:
    found = subscriber.subscriptions.filter(topic=topic).first()
    if found is not None:
        return found
    if subscriber.subscriptions.count() >= rules.MOST_FOLLOWED:
        raise Refused(FollowRefusal.TOO_MANY)
    try:
        with transaction.atomic():
            made = Subscription.objects.create(subscriber=subscriber, topic=topic, since=at)
    except IntegrityError:  # Pressed twice.
        return subscriber.subscriptions.get(topic=topic)
    _log("followed", subscriber, topic)
    return made


@transaction.atomic
def unfollow(*, subscriber: Subscriber, topic: str) -> bool:
    """Stops one topic, and what was waiting to be told of it; False when it was not followed."""
    deleted, _models = subscriber.subscriptions.filter(topic=topic).delete()
    subscriber.notices.filter(topic=topic, settled_at__isnull=True).delete()
    if deleted:
        _log("stopped", subscriber, topic)
    return bool(deleted)


@transaction.atomic
def stop_all(*, subscriber: Subscriber) -> None:
    """Stops everything and forgets the subscriber; what waits in the outbox does not leave."""
    key = address_key(subscriber.address)
    waiting = OutgoingMail.objects.waiting().filter(to_key=key, kind__in=[DIGEST, LETTER])
    waiting.filter(leased_until__isnull=True).update(
        state=MailState.CANCELLED, settled_at=timezone.now(), **BODY
    )
    _log("forgotten", subscriber, "")
    subscriber.delete()


@transaction.atomic
def change_frequency(*, subscriber: Subscriber, frequency: str, at: datetime) -> None:
    """Changes how often somebody is told; what waits follows the new rhythm."""
    Subscriber.objects.filter(pk=subscriber.pk).update(frequency=frequency)
    subscriber.frequency = frequency
    waiting = subscriber.notices.filter(settled_at__isnull=True)
    waiting.update(due_at=rules.due_at(frequency, at, city_hours()))
    _log("frequency_changed", subscriber, "")


@transaction.atomic
def send_own_link(*, email: str) -> None:
    """Mails the link to one's list, when this address has one; nothing else, and nobody is told."""
    subscriber = subscriber_with(email)
    if subscriber is not None:
        mail_own_link(subscriber)


@transaction.atomic
def erase_subscriber(*, user_id: int | None, emails: Sequence[str]) -> int:
    """Forgets a person: subscriptions, notices, digests; says how many subscribers that was."""
    known = [email.lower() for email in emails]
    theirs = Subscriber.objects.filter(email__in=known)
    if user_id is not None:
        theirs = theirs | Subscriber.objects.filter(user_id=user_id)
    count = theirs.count()
    theirs.delete()
    return count


def _log(event: str, subscriber: Subscriber, topic: str) -> None:
    extra = {"event": f"subscriptions.{event}", "subscriber": subscriber.pk, "topic": topic}
    logger.info("Subscription changed", extra=extra)
