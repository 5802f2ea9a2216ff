"""What happened: published by rooms in one write, then told to those who follow it, by a worker.

Finding those people is not done in the request: each batch is one transaction that writes notices
and how far it came, so that a worker killed in the middle is taken over where it stopped.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from portal.accounts.enums import Audience
from portal.accounts.rules import may_read
from portal.notifications.models import address_key

from .. import rules
from ..enums import Frequency
from ..hours import city_hours
from ..models import Digest, Event, Notice, Subscription

logger = logging.getLogger(__name__)
BATCH = 500


@transaction.atomic
def publish_event(
    *,
    kind: str,
    subject: str,
    topics: Sequence[str],
    at: datetime,
    dedup: str,
    summary: str = "",
    audience: str = Audience.EVERYONE,
    told: Iterable[str] = (),
) -> Event | None:
    """Notes that something happened, in the transaction in which it does; once a `dedup` key.

    `summary` is words of the city, never of persons. `told` are addresses that receive a mail of
    their own about it. What happened long ago, such as history being loaded, is not told.
    """
    if not rules.is_fresh(at, timezone.now()):
        return None
    if Event.objects.filter(dedup_key=dedup).exists():
        return None
    try:
        with transaction.atomic():
            return Event.objects.create(
                kind=kind,
                subject=subject,
                topics=list(dict.fromkeys(topics)),
                summary=summary[:250],
                audience=audience,
                told=[address_key(email) for email in told if email],
                happened_at=at,
                dedup_key=dedup,
            )
    except IntegrityError:
        if Event.objects.filter(dedup_key=dedup).exists():
            return None
        raise


def expand_events() -> bool:
    """Writes the notices of one batch of those who follow one event; False when all is done."""
    waiting = Event.objects.filter(expanded_at__isnull=True)
    if not waiting.exists():  # Without taking SQLite's one pen.
        return False
    with transaction.atomic():
        held = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
        if held is None:
            return False
        _expand_batch(held, timezone.now())
    return True


def _expand_batch(event: Event, at: datetime) -> None:
    """One batch; the event is held. Who follows by two topics is told once, by the constraint."""
    batch: list[Subscription] = []
    if event.topic_index < len(event.topics):
        following = Subscription.objects.filter(
            topic=event.topics[event.topic_index],
            pk__gt=event.cursor,
            since__lte=event.happened_at,
        )
        batch = list(following.select_related("subscriber__user").order_by("pk")[:BATCH])
    hours, told = city_hours(), set(event.told)
    Notice.objects.bulk_create(
        [
            Notice(
                event=event,
                subscriber=one.subscriber,
                topic=one.topic,
                due_at=_due_at(one.subscriber.frequency, event, at, hours),
            )
            for one in batch
            if _may_be_told(one, event, told)
        ],
        ignore_conflicts=True,
    )
    if len(batch) == BATCH:
        event.cursor = batch[-1].pk
    else:
        event.topic_index, event.cursor = event.topic_index + 1, 0
    if event.topic_index >= len(event.topics):
        event.expanded_at, event.told = at, []
    event.save(update_fields=["cursor", "topic_index", "expanded_at", "told"])


def _due_at(frequency: str, event: Event, at: datetime, hours: rules.Hours) -> datetime:
    """With the digest that follows the event, even when workers were late; never at night."""
    begins = at if frequency == Frequency.AT_ONCE else event.happened_at
    return rules.due_at(frequency, begins, hours)


def _may_be_told(subscription: Subscription, event: Event, told: set[str]) -> bool:
    subscriber = subscription.subscriber
    address = subscriber.address
    known = bool(told) and address_key(address) in told
    return bool(address) and not known and may_read(event.audience, subscriber.user)


def forget_old_events(*, at: datetime, dry_run: bool = False) -> int:
    """Forgets events, notices and digests that are older than NOTICE_TRACE_DAYS; how many events.

    Events about which something still waits to be told stay. Rows go by small transactions: an
    event was told to everybody, and nobody waits for it to be forgotten.
    """
    before = at - timedelta(days=settings.NOTICE_TRACE_DAYS)
    waiting = Notice.objects.filter(event=OuterRef("pk"), settled_at__isnull=True)
    old = Event.objects.filter(~Exists(waiting), expanded_at__lt=before)
    keys = list(old.values_list("pk", flat=True))
    if not dry_run:
        for start in range(0, len(keys), BATCH):
            some = keys[start : start + BATCH]
            _delete(Notice.objects.filter(event__in=some))
            _delete(Event.objects.filter(pk__in=some))
        _delete(Digest.objects.filter(~Exists(_of_digest()), made_at__lt=before))
    extra = {"event": "subscriptions.events_forgotten", "count": len(keys), "dry_run": dry_run}
    logger.info("Old events forgotten", extra=extra)
    return len(keys)


def _of_digest() -> QuerySet[Notice]:
    return Notice.objects.filter(digest=OuterRef("pk"))


def _delete(rows: QuerySet[Any]) -> None:
    """Deletes them by batches, in the order in which they were written."""
    model, last = rows.model, 0
    while keys := list(
        rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        model._default_manager.filter(pk__in=keys).delete()
        last = keys[-1]
