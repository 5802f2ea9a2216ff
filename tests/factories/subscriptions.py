"""Subscribers: by an address alone, or by an account."""

from datetime import datetime

from portal.accounts.models import User
from portal.subscriptions.enums import Frequency
from portal.subscriptions.models import Subscriber, Subscription
from tests.support import clock

BEFORE = clock.days(-1)


def subscriber(
    *topics: str,
    email: str = "abonnee@test.example",
    user: User | None = None,
    frequency: str = Frequency.AT_ONCE,
    since: datetime = BEFORE,
) -> Subscriber:
    """Somebody who follows these topics since yesterday."""
    made = Subscriber.objects.create(
        user=user, email=None if user else email, frequency=frequency, consented_at=since
    )
    for topic in topics:
        Subscription.objects.create(subscriber=made, topic=topic, since=since)
    return made
