"""Messages: at once, one a day, one a week; never empty, never twice, nothing one may not read."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction

from participation import actions as participation
from participation.enums import Moderation
from participation.models import Contribution
from portal.accounts.models import User
from portal.notifications.models import OutgoingMail
from portal.subscriptions import actions
from portal.subscriptions.enums import Frequency
from portal.subscriptions.models import Digest, Notice, Subscriber
from tests.factories.accounts import AgentFactory
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    published_idea,
)
from tests.factories.subscriptions import subscriber
from tests.support import clock
from tests.support.mails import deliver
from tests.support.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]


@pytest.fixture
def call():
    return IdeaConsultationFactory.create(title="Vos idées pour le port")


def to(address):
    return [message for message in mail.outbox if message.to == [address]]


def all_days(*days):
    """The worker runs on each of these days, at nine."""
    for day in days:
        with time_machine.travel(clock.NOW + timedelta(days=day, hours=-3), tick=False):
            deliver()


def test_at_once_one_message_with_links_and_a_way_out(call):
    subscriber(f"activity:{call.pk}")
    idea = published_idea(call, title="Planter des tilleuls")
    deliver()

    [message] = to("abonnee@test.example")
    html = message.alternatives[0][0]
    assert message.subject == "Une nouvelle idée"
    for words in (message.body, html):
        assert "http://testserver" + idea.url in words
        assert "Planter des tilleuls" in words
        assert "/compte/abonnements/arreter/" in words
        assert "/compte/abonnements/lien/" in words
        assert "<img" not in words
    headers = message.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http://testserver/compte/abonnements/arreter/")
    assert headers["List-Id"] == "<suivre.test.example>"
    assert headers["Auto-Submitted"] == "auto-generated"


def test_weekly_groups_by_topic_and_comes_once(call):
    other = IdeaConsultationFactory.create(title="Vos idées pour le marché")
    subscriber(f"activity:{call.pk}", f"activity:{other.pk}", "news", frequency=Frequency.WEEKLY)
    for title in ("Premier", "Deuxième"):
        published_idea(call, title=title)
    published_idea(other, title="Troisième")
    all_days(0, 1, 2)
    assert to("abonnee@test.example") == []
    all_days(3, 3, 4)

    [message] = to("abonnee@test.example")
    assert message.subject == "3 nouveautés dans ce que vous suivez"
    assert message.body.count("Vos idées pour le port") == 1
    assert message.body.index("Vos idées pour le marché") < message.body.index("Troisième")
    assert Digest.objects.get().notice_count == 3


def test_never_empty(call):
    subscriber("news", frequency=Frequency.DAILY)
    published_idea(call)
    all_days(1, 2, 8)

    assert (to("abonnee@test.example"), Digest.objects.count()) == ([], 0)


def test_what_is_withdrawn_meanwhile_is_not_told(call):
    subscriber(f"activity:{call.pk}", frequency=Frequency.DAILY)
    idea = published_idea(call)
    actions.expand_events()
    Contribution.objects.filter(pk=idea.pk).update(
        moderation=Moderation.REFUSED, refusal_reason="off_topic"
    )
    all_days(1)

    assert (to("abonnee@test.example"), Digest.objects.count()) == ([], 0)
    assert Notice.objects.get().settled_at is not None


def test_agent_who_is_one_no_more_reads_nothing_of_theirs(agent):
    call = AgentConsultationFactory.create()
    reader = AgentFactory.create()
    subscriber(f"activity:{call.pk}", user=reader)
    published_idea(call, title="Secret des agents", author=agent)
    actions.expand_events()
    assert Notice.objects.count() == 1
    User.objects.update(is_agent=False)
    deliver()

    assert to(reader.email) == []


def test_message_for_agents_that_waits_is_cancelled_with_the_right(agent):
    call = AgentConsultationFactory.create()
    reader = AgentFactory.create()
    subscriber(f"activity:{call.pk}", user=reader)
    published_idea(call, title="Secret des agents", author=agent)
    while actions.expand_events() or actions.tell_people():
        pass
    assert OutgoingMail.objects.filter(audience="agents", state="waiting").count() == 1
    User.objects.update(is_agent=False)
    deliver()

    assert to(reader.email) == []
    assert OutgoingMail.objects.get(audience="agents").state == "cancelled"


def test_what_comes_too_late_for_a_digest_waits_for_the_next(call):
    subscriber(f"activity:{call.pk}", frequency=Frequency.DAILY)
    published_idea(call)
    all_days(1)
    published_idea(call)
    with time_machine.travel(clock.NOW + timedelta(days=1, hours=-5), tick=False):
        actions.expand_events()
    all_days(1, 1)
    assert len(to("abonnee@test.example")) == 1
    all_days(2)

    assert len(to("abonnee@test.example")) == 2


def test_night_is_quiet(call):
    subscriber(f"activity:{call.pk}")
    with time_machine.travel(clock.NOW + timedelta(hours=11), tick=False):  # 23:00.
        published_idea(call, at=clock.NOW)
        deliver()
        assert to("abonnee@test.example") == []
    all_days(1)

    assert len(to("abonnee@test.example")) == 1


def test_database_refuses_two_digests_of_a_period_and_an_empty_one():
    one = subscriber("news")
    given = {"subscriber": one, "made_at": clock.NOW}
    Digest.objects.create(period="daily:x", notice_count=1, **given)

    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(period="daily:x", notice_count=1, **given)
    with pytest.raises(IntegrityError, match="digest_is_never_empty"), transaction.atomic():
        Digest.objects.create(period="daily:y", notice_count=0, **given)


def test_long_digest_says_how_many_more(call):
    subscriber(f"activity:{call.pk}", frequency=Frequency.DAILY)
    for number in range(43):
        published_idea(call, title=f"Idée {number:02}")
    all_days(1)

    [message] = to("abonnee@test.example")
    assert "Et 3 autres nouveautés, sur le site." in message.body


@pytest.mark.parametrize("count", [1, 3])
def test_people_cost_the_same_for_one_and_three(call, count, django_assert_num_queries):
    for number in range(count):
        subscriber(f"activity:{call.pk}", email=f"p{number}@test.example")
    published_idea(call)
    while actions.expand_events():
        pass

    with django_assert_num_queries(18):
        actions.tell_people()


@pytest.mark.django_db(transaction=True)
def test_several_workers_tell_each_person_once(call):
    for number in range(6):
        subscriber(
            f"activity:{call.pk}", email=f"p{number}@test.example", frequency=Frequency.DAILY
        )
    for _ in range(3):
        published_idea(call)
    while actions.expand_events():
        pass
    Notice.objects.update(due_at=clock.NOW)
    together(4, lambda n: [actions.tell_people() for _ in range(3)])
    deliver()

    told = [message.to[0] for message in mail.outbox]
    assert sorted(told) == [f"p{number}@test.example" for number in range(6)]
    assert Digest.objects.count() == 6


def test_closed_account_receives_nothing(call, resident):
    subscriber(f"activity:{call.pk}", user=resident)
    User.objects.update(is_active=False)
    published_idea(call)
    deliver()

    assert to(resident.email) == []


def test_who_changes_rhythm_is_told_by_the_new_one(call):
    one = subscriber(f"activity:{call.pk}", frequency=Frequency.WEEKLY)
    published_idea(call)
    actions.expand_events()
    actions.change_frequency(
        subscriber=Subscriber.objects.get(pk=one.pk), frequency=Frequency.AT_ONCE, at=clock.NOW
    )
    deliver()

    assert len(to("abonnee@test.example")) == 1


def test_author_with_a_mail_of_their_own_is_not_told_twice(call, officer):
    idea = published_idea(call, email="auteure@test.example")
    subscriber(f"idea:{idea.pk}", email="auteure@test.example")
    subscriber(f"idea:{idea.pk}", email="voisin@test.example")
    participation.answer_contribution(
        contribution=idea, verdict="retained", text="Oui.", author=officer, at=clock.NOW
    )
    mail.outbox.clear()
    OutgoingMail.objects.filter(kind__in=["receipt", "decision"]).delete()
    deliver()

    assert len(to("auteure@test.example")) == 1
    assert "La ville a répondu" in to("auteure@test.example")[0].subject
    assert len(to("voisin@test.example")) == 1
