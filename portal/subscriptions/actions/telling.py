"""Telling people what happened: one message for all that is due, never empty, never twice.

A few people a transaction: their messages, digests and notices exist together, and nothing is held
for long.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from portal.accounts.rules import may_read
from portal.notifications.mails import sender, write_mails
from portal.notifications.models import OutgoingMail

from .. import rules
from ..enums import Frequency
from ..hours import city_hours
from ..models import Digest, Event, Notice, Subscriber
from ..notifications import DIGEST, Told, draw_digest
from ..registry import Subject, find_subjects

# People told in one turn of the worker; subjects are found once for all of them.
_PEOPLE = 50
# People and notices of one transaction; somebody with more notices has one of their own.
_TOGETHER = 10
_MOST_NOTICES = 500
# Keys named in one query: databases bound them.
_KEYS = 5_000


@dataclass
class _Person:
    """Somebody who is told now, and what."""

    subscriber: Subscriber
    period: str = ""
    notices: list[Notice] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def tell_people() -> bool:
    """Writes the messages of the next people to whom something is due; False when there is none.

    Begins once every event has found its followers, so that a digest does not leave half full.
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
    told = [_tell(group, subjects, at) for group in _groups(people, at)]
    return any(told)


def _subjects(people: Sequence[int], at: datetime) -> dict[str, Subject]:
    """Everything that is to be told to these people, as it is now."""
    due = Notice.objects.due(at).filter(subscriber__in=people)
    keys = due.values_list("event__subject", "topic").distinct()
    return find_subjects(key for pair in keys for key in pair)


def _groups(people: Sequence[int], at: datetime) -> Iterator[list[int]]:
    """The same people, by groups small enough for one transaction each."""
    due = Notice.objects.due(at).filter(subscriber__in=people).order_by()
    counts = dict(due.values_list("subscriber").annotate(count=Count("pk")))
    group: list[int] = []
    held = 0
    for pk in people:
        count = counts.get(pk, 0)
        if group and (len(group) == _TOGETHER or held + count > _MOST_NOTICES):
            yield group
            group, held = [], 0
        group.append(pk)
        held += count
    yield group


@transaction.atomic
def _tell(keys: Sequence[int], subjects: dict[str, Subject], at: datetime) -> bool:
    """These people; False when other workers hold them all."""
    people = _held(keys, at)
    fresh = _not_told_before(people, at)
    for one in fresh:
        one.told = [
            told for notice in one.notices if (told := _readable(notice, one.subscriber, subjects))
        ]
    _write([one for one in fresh if one.told and one.subscriber.address], at)
    _settle([notice.pk for one in fresh for notice in one.notices], at)
    return bool(people)


def _held(keys: Sequence[int], at: datetime) -> list[_Person]:
    """Those whom no other worker holds and to whom something is due, with what it is."""
    held = Subscriber.objects.select_for_update(skip_locked=True, of=("self",))
    found = held.select_related("user").filter(pk__in=keys).order_by("pk")
    people = {one.pk: _Person(one) for one in found}
    notices = Notice.objects.due(at).filter(subscriber__in=list(people)).select_related("event")
    for notice in notices.order_by("-event__happened_at", "-pk"):
        people[notice.subscriber_id].notices.append(notice)
    told = [one for one in people.values() if one.notices]
    for one in told:
        one.period = _period(one.subscriber, one.notices, at)
    return told


def _period(subscriber: Subscriber, notices: Sequence[Notice], at: datetime) -> str:
    if subscriber.frequency == Frequency.AT_ONCE:
        return f"at_once:{max(notice.pk for notice in notices)}"
    return rules.period(subscriber.frequency, at, city_hours())


def _not_told_before(people: Sequence[_Person], at: datetime) -> list[_Person]:
    """Those not told yet in this period: what came too late for it waits for the next one."""
    theirs = Digest.objects.filter(
        subscriber__in=[one.subscriber.pk for one in people],
        period__in={one.period for one in people},
    )
    before = set(theirs.values_list("subscriber_id", "period"))
    fresh: list[_Person] = []
    for one in people:
        if (one.subscriber.pk, one.period) not in before:
            fresh.append(one)
            continue
        later = rules.due_at(one.subscriber.frequency, at, city_hours())
        for some in _some([notice.pk for notice in one.notices]):
            Notice.objects.filter(pk__in=some).update(due_at=later)
    return fresh


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


def _write(people: Sequence[_Person], at: datetime) -> None:
    """Their digests, each with its mail and the notices that it tells."""
    if not people:
        return
    digests = Digest.objects.bulk_create(
        Digest(subscriber=one.subscriber, period=one.period, made_at=at, notice_count=len(one.told))
        for one in people
    )
    words = sender()
    write_mails(
        [
            draw_digest(digest, one.subscriber, one.told, sender=words)
            for digest, one in zip(digests, people, strict=True)
        ]
    )
    mine = Digest.objects.filter(
        pk__in=[digest.pk for digest in digests], subscriber=OuterRef("subscriber")
    )
    for some in _some([told.notice.pk for one in people for told in one.told]):
        told = Notice.objects.filter(pk__in=some)
        told.update(settled_at=at, digest=Subquery(mine.values("pk")[:1]))


def _settle(notices: Sequence[int], at: datetime) -> None:
    """What was told is settled already; what could not be read is left out for good."""
    for some in _some(notices):
        Notice.objects.filter(pk__in=some, settled_at__isnull=True).update(settled_at=at)


def _some(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _KEYS):
        yield keys[start : start + _KEYS]


@transaction.atomic
def tell_again(mail: OutgoingMail) -> None:
    """Takes back a digest that may not leave any more; what of it may be read is told anew."""
    kind, _colon, pk = (mail.dedup_key or "").partition(":")
    digest = Digest.objects.filter(pk=int(pk)).first() if kind == DIGEST else None
    if digest is not None:
        digest.notices.update(digest=None, settled_at=None)
        digest.delete()
