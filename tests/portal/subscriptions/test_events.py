"""Events: one write, told once to each who follows, by batches that survive a kill."""

import pytest
from django.db import IntegrityError, connection, transaction

from portal.accounts.enums import Audience
from portal.notifications.delivery import feed_once
from portal.subscriptions import actions
from portal.subscriptions.actions import events
from portal.subscriptions.models import Event, Notice, Subscriber, Subscription
from tests.factories.subscriptions import BEFORE, subscriber
from tests.support import clock
from tests.support.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def publish(dedup="a", topics=("news",), **more):
    return actions.publish_event(
        kind="news_published",
        subject="news",
        topics=topics,
        at=more.pop("at", clock.NOW),
        dedup=dedup,
        **more,
    )


def expand():
    while actions.expand_events():
        pass


def test_same_event_is_noted_once():
    assert publish() is not None
    assert publish() is None
    assert Event.objects.count() == 1


def test_history_is_not_noted(django_assert_num_queries):
    with django_assert_num_queries(2):  # The savepoint of the action.
        assert publish(at=clock.days(-8)) is None


def test_event_is_undone_with_what_happened():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish()
        raise ZeroDivisionError

    assert not Event.objects.exists()


def test_who_follows_by_two_topics_is_told_once():
    both = subscriber("news", "activities")
    subscriber("commitments", email="autre@test.example")
    publish(topics=["news", "activities"])
    expand()

    assert [(one.subscriber_id, one.topic) for one in Notice.objects.all()] == [(both.pk, "news")]
    assert Event.objects.get().expanded_at == clock.NOW


def test_database_refuses_a_second_notice():
    one, event = subscriber("news"), publish()
    Notice.objects.create(event=event, subscriber=one, topic="news", due_at=clock.NOW)

    with pytest.raises(IntegrityError, match=r"notice_once_a_person_and_event|UNIQUE"):
        Notice.objects.create(event=event, subscriber=one, topic="news", due_at=clock.NOW)


def test_who_follows_since_then_or_has_a_mail_of_their_own_is_left_out():
    subscriber("news", since=clock.days(1))
    subscriber("news", email="auteure@test.example")
    publish(told=["Auteure@test.example", ""])
    expand()

    assert not Notice.objects.exists()
    assert Event.objects.get().told == []


def test_agents_only_are_told_of_what_is_theirs(agent, resident):
    mine = subscriber("news", user=agent)
    subscriber("news", user=resident)
    subscriber("news")
    publish(audience=Audience.AGENTS)
    expand()

    assert [one.subscriber for one in Notice.objects.all()] == [mine]


@pytest.mark.parametrize("count", [1, 3])
def test_batch_costs_the_same_for_one_and_three(count, django_assert_num_queries):
    for number in range(count):
        subscriber("news", email=f"p{number}@test.example")
    publish()

    with django_assert_num_queries(7):
        actions.expand_events()
    assert Notice.objects.count() == count


def test_batches_go_on_where_one_stopped(monkeypatch):
    monkeypatch.setattr(events, "BATCH", 2)
    for number in range(5):
        subscriber("news", "activities", email=f"p{number}@test.example")
    publish(topics=["activities", "news"])
    assert actions.expand_events()
    assert Notice.objects.count() == 2
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # Killed in the middle.
        actions.expand_events()
        raise ZeroDivisionError
    assert Notice.objects.count() == 2
    expand()

    assert Notice.objects.count() == 5
    assert set(Notice.objects.values_list("topic", flat=True)) == {"activities"}


@pytest.mark.django_db(transaction=True)
def test_several_workers_write_each_notice_once(monkeypatch):
    monkeypatch.setattr(events, "BATCH", 3)
    for number in range(10):
        subscriber("news", email=f"p{number}@test.example")
    publish()
    together(4, lambda n: [actions.expand_events() for _ in range(6)])
    expand()

    assert Notice.objects.count() == 10


def test_old_events_are_forgotten_once_told(settings):
    subscriber("news")
    publish("a")
    publish("b")
    expand()
    later = clock.days(settings.NOTICE_TRACE_DAYS + 1)
    assert actions.forget_old_events(at=later) == 0
    Notice.objects.filter(event__dedup_key="a").update(settled_at=clock.NOW)

    assert actions.forget_old_events(at=later, dry_run=True) == 1
    assert actions.forget_old_events(at=later) == 1
    assert Event.objects.get().dedup_key == "b"


@pytest.mark.django_db(transaction=True)
def test_editor_who_publishes_does_not_wait_for_the_worker(monkeypatch):
    """Somebody who asks for SQLite's pen has it between two batches."""
    monkeypatch.setattr(events, "BATCH", 20)
    people = Subscriber.objects.bulk_create(
        Subscriber(email=f"p{number}@test.example", consented_at=BEFORE) for number in range(400)
    )
    Subscription.objects.bulk_create(
        Subscription(subscriber=one, topic="news", since=BEFORE) for one in people
    )
    publish()

    def work(number):
        if number == 0:
            while feed_once(actions.expand_events):
                pass
            return 0
        if connection.vendor == "sqlite":  # Waits for half a second at most.
            connection.cursor().execute("PRAGMA busy_timeout = 500")
        return sum(publish(f"b{one}", topics=[]) is not None for one in range(10))

    assert together(2, work) == [0, 10]
    expand()
    assert Notice.objects.count() == 400


@pytest.mark.parametrize("count", [1, 3])
def test_publishing_costs_the_same_whoever_follows(count, django_assert_num_queries):
    for number in range(count):
        subscriber("news", email=f"p{number}@test.example")

    with django_assert_num_queries(6):
        publish()
    assert Event.objects.count() == 1
    assert not Notice.objects.exists()
