"""A real worker killed while it tells many people: nobody is forgotten, nobody told twice."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.notifications.models import OutgoingMail
from portal.subscriptions.actions import publish_event
from portal.subscriptions.actions.events import BATCH
from portal.subscriptions.enums import Frequency
from portal.subscriptions.models import Digest, Event, Notice, Subscriber, Subscription
from tests.factories.home import news_page
from tests.support.workers import PATIENCE, kill, start_worker, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("portal_site")]

COUNT = 2 * BATCH + 50
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def worker() -> Iterator[Start]:
    """Starts real workers without a mail server: it keeps nothing from being written."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        started.append(start_worker(9))  # Nobody listens there.
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            kill(process)


@pytest.fixture(autouse=True)
def followers() -> None:
    """As many as two batches and a bit, who follow the news since long ago."""
    since = timezone.now() - timedelta(days=30)
    people = Subscriber.objects.bulk_create(
        Subscriber(email=f"p{number}@test.example", frequency=Frequency.AT_ONCE, consented_at=since)
        for number in range(COUNT)
    )
    Subscription.objects.bulk_create(
        Subscription(subscriber=one, topic="news", since=since) for one in people
    )


def _written_once(kind: str) -> bool:
    mails = OutgoingMail.objects.filter(kind=kind)
    return (mails.count(), mails.values("to").distinct().count()) == (COUNT, COUNT)


def test_event_told_to_many_survives_kills(worker: Start) -> None:
    page, at = news_page(), timezone.now()
    publish_event(
        kind="news_published", subject=f"news_page:{page.pk}", topics=["news"], at=at, dedup="a"
    )
    process = worker()
    until(lambda: Notice.objects.count() >= BATCH)
    kill(process)
    assert Notice.objects.count() % BATCH == 0
    Notice.objects.update(due_at=at)  # Whatever the hour of the test.
    process = worker()
    until(lambda: Event.objects.filter(expanded_at__isnull=False).exists())
    Notice.objects.update(due_at=at)
    until(lambda: Digest.objects.count() >= COUNT // 3)
    kill(process)
    assert Digest.objects.count() < COUNT
    assert OutgoingMail.objects.count() == Digest.objects.count()
    assert worker().wait(PATIENCE) == 0

    assert (Notice.objects.count(), Digest.objects.count()) == (COUNT, COUNT)
    assert not Notice.objects.filter(digest__isnull=True).exists()
    assert _written_once("digest")
