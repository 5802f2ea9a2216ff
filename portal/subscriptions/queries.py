"""Reading subscriptions: who somebody is, what they follow, how many follow a topic."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from portal.accounts.models import User
from portal.accounts.rules import may_read

from .links import Handle
from .models import Subscriber, Subscription
from .registry import Subject, family_of, find_subjects

if TYPE_CHECKING:
    from portal.accounts.rules import Reader


@dataclass(frozen=True, slots=True)
class Followed:
    """One topic as its follower reads it; `subject` is missing once it is not public any more."""

    topic: str
    subject: Subject | None


def subscriber_of(user: User) -> Subscriber | None:
    """The subscriber who is this account."""
    return Subscriber.objects.select_related("user").filter(user=user).first()


def subscriber_with(email: str) -> Subscriber | None:
    """Who receives messages at this address: an account before an address alone."""
    known = email.strip().lower()
    account = User.objects.filter(email__iexact=known, is_active=True).first()
    found = subscriber_of(account) if account else None
    return found or Subscriber.objects.filter(email=known).first()


def subscriber_by(handle: Handle) -> Subscriber | None:
    """Whose link it is, unless they started anew since."""
    found = Subscriber.objects.select_related("user")
    return found.filter(pk=handle.subscriber_id, link_key=handle.key).first()


def followed_by(subscriber: Subscriber) -> list[Followed]:
    """What somebody follows, the latest first; one question to each family."""
    topics = list(subscriber.subscriptions.values_list("topic", flat=True))
    found = find_subjects(topics)
    readable = {
        key: subject
        for key, subject in found.items()
        if may_read(subject.audience, subscriber.user)
    }
    return [Followed(topic, readable.get(topic)) for topic in topics]


def topics_followed(user: "Reader", topics: Iterable[str]) -> set[str]:
    """Which of these topics an account follows."""
    if not isinstance(user, User):
        return set()
    mine = Subscription.objects.filter(subscriber__user=user, topic__in=list(topics))
    return set(mine.values_list("topic", flat=True))


def subject_to_follow(topic: str, user: "Reader") -> Subject | None:
    """What may be followed under this key by this person, or None."""
    family = family_of(topic)
    if family is None or not family.is_followed:
        return None
    found = find_subjects([topic]).get(topic)
    return found if found is not None and may_read(found.audience, user) else None


def recipients(topics: Sequence[str]) -> "QuerySet[Subscriber]":
    """Who follows at least one of these topics, each once."""
    theirs = Subscription.objects.filter(subscriber=OuterRef("pk"), topic__in=list(topics))
    found = Subscriber.objects.filter(Exists(theirs)).select_related("user")
    return found.exclude(user__is_active=False)


def sample_of(topics: Sequence[str], count: int = 5) -> list[str]:
    """Some of the addresses a letter goes to, shortened: enough to see that it is not a mistake."""
    return [_shortened(one.address) for one in recipients(topics).order_by("-pk")[:count]]


def _shortened(address: str) -> str:
    name, _at, domain = address.partition("@")
    return f"{name[:2]}…@{domain}"


def follower_counts() -> dict[str, int]:
    """How many people follow each topic that is about many things."""
    general = Subscription.objects.exclude(topic__contains=":")
    rows = general.values("topic").annotate(count=Count("pk"), name=F("topic"))
    return {row["name"]: row["count"] for row in rows}
