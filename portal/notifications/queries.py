"""What the outbox holds: figures, what needs somebody, signs of life of the worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Min, Q, QuerySet

from .enums import MailState
from .models import OutgoingMail

_SIGN_OF_LIFE = "mail:worker"
SILENCE = timedelta(minutes=2)
# Mails that are due and wait longer than this: something is wrong with the server or the worker.
TOO_LONG = timedelta(hours=1)


@dataclass(frozen=True)
class OutboxState:
    """What an administrator must know about the mails of the portal."""

    waiting: int
    oldest_due: datetime | None
    given_up: int
    sent_today: int
    is_silent: bool
    is_late: bool

    @property
    def needs_somebody(self) -> bool:
        """Whether something is wrong."""
        return bool(self.given_up or self.is_late or (self.is_silent and self.waiting))


def outbox_state(at: datetime) -> OutboxState:
    """The figures of the outbox, in one query."""
    figures = OutgoingMail.objects.aggregate(
        waiting=Count("pk", filter=Q(state=MailState.WAITING)),
        oldest_due=Min("due_at", filter=Q(state=MailState.WAITING)),
        given_up=Count("pk", filter=Q(state=MailState.FAILED)),
        sent_today=Count(
            "pk", filter=Q(state=MailState.SENT, settled_at__gte=at - timedelta(days=1))
        ),
    )
    oldest = figures["oldest_due"]
    late = oldest is not None and at - oldest > TOO_LONG
    return OutboxState(**figures, is_silent=is_worker_silent(at), is_late=late)


def troubles() -> QuerySet[OutgoingMail]:
    """What was given up, then what waits after a failure, the latest first."""
    hurt = Q(state=MailState.FAILED) | Q(state=MailState.WAITING, attempts__gt=0)
    return OutgoingMail.objects.filter(hurt).order_by("state", "-created_at", "-pk")


def waiting_mails() -> QuerySet[OutgoingMail]:
    """What is to be sent, in the order in which it leaves."""
    return OutgoingMail.objects.waiting().order_by("priority", "due_at", "pk")


def settled_mails() -> QuerySet[OutgoingMail]:
    """The traces of what was sent or cancelled, the latest first."""
    over = OutgoingMail.objects.filter(state__in=[MailState.SENT, MailState.CANCELLED])
    return over.order_by("-settled_at", "-pk")


def note_sign_of_life(at: datetime) -> None:
    """The worker says that it is there; kept in the cache that all processes share."""
    cache.set(_SIGN_OF_LIFE, at.timestamp(), timeout=None)


def is_worker_silent(at: datetime) -> bool:
    """Whether no worker has given a sign of life for two minutes."""
    last = cache.get(_SIGN_OF_LIFE)
    return last is None or at.timestamp() - last > SILENCE.total_seconds()
