"""Telling people what happened: one message for all that is due, never empty, never twice."""

from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from portal.accounts.rules import may_read

from .. import rules
from ..enums import Frequency
from ..hours import city_hours
from ..models import Digest, Event, Notice, Subscriber
from ..notifications import Told, mail_digest
from ..registry import Subject, find_subjects

# People told in one turn of the worker; subjects are found once for all of them.
_PEOPLE = 50


def tell_people() -> bool:
    """Writes the messages of the next people to whom something is due; False when there is none.

    Each person in a transaction of their own: message, digest and notices exist together. Begins
    once every event has found its followers, so that a digest does not leave half full.
    """
    at = timezone.now()
    if Event.objects.filter(expanded_at__isnull=True).exists():
        return False
    due = Notice.objects.due(at).order_by("due_at", "pk")
    next_ones = due.values_list("subscriber_id", flat=True)[: _PEOPLE * 10]
    people = list(dict.fromkeys(next_ones))[:_PEOPLE]
    if not people:
        return False
    subjects = _subjects(people, at)
    told = [_tell_one(pk, subjects, at) for pk in people]
    return any(told)


def _subjects(people: Sequence[int], at: datetime) -> dict[str, Subject]:
    """Everything that is to be told to these people, as it is now."""
    due = Notice.objects.due(at).filter(subscriber__in=people)
    keys = due.values_list("event__subject", "topic").distinct()
    return find_subjects(key for pair in keys for key in pair)


@transaction.atomic
def _tell_one(pk: int, subjects: dict[str, Subject], at: datetime) -> bool:
    """One person; False when another worker holds them."""
    held = Subscriber.objects.select_for_update(skip_locked=True, of=("self",))
    subscriber = held.select_related("user").filter(pk=pk).first()
    if subscriber is None:
        return False
    notices = list(
        Notice.objects.due(at)
        .filter(subscriber=subscriber)
        .select_related("event")
        .order_by("-event__happened_at", "-pk")
    )
    if not notices:
        return False
    hours = city_hours()
    period = _period(subscriber, notices, at)
    if subscriber.digests.filter(period=period).exists():
        # Told already in this period: what came too late for it waits for the next one.
        later = rules.due_at(subscriber.frequency, at, hours)
        _all(notices).update(due_at=later)
        return True
    readable = [told for one in notices if (told := _readable(one, subscriber, subjects))]
    digest = None
    if readable and subscriber.address:
        digest = Digest.objects.create(
            subscriber=subscriber, period=period, made_at=at, notice_count=len(readable)
        )
        mail_digest(digest, subscriber, readable)
    _all([told.notice for told in readable]).update(digest=digest, settled_at=at)
    _all(notices).filter(settled_at__isnull=True).update(settled_at=at)
    return True


def _period(subscriber: Subscriber, notices: Sequence[Notice], at: datetime) -> str:
    if subscriber.frequency == Frequency.AT_ONCE:
        return f"at_once:{max(notice.pk for notice in notices)}"
    return rules.period(subscriber.frequency, at, city_hours())


def _readable(notice: Notice, subscriber: Subscriber, subjects: dict[str, Subject]) -> Told | None:
    """The notice with its subject, if that is still public and this person may still read it."""
    subject, event = subjects.get(notice.event.subject), notice.event
    if subject is None:
        return None
    if not may_read(subject.audience, subscriber.user) or not may_read(
        event.audience, subscriber.user
    ):
        return None
    topic = subjects.get(notice.topic)
    shown = topic if topic and may_read(topic.audience, subscriber.user) else None
    return Told(notice, subject, shown)


def _all(notices: Sequence[Notice]) -> "models.QuerySet[Notice]":
    return Notice.objects.filter(pk__in=[notice.pk for notice in notices])
