"""What is closed by Wagtail's privacy, or for agents by then, is in no mail: whenever it closed."""

import pytest
from django.core import mail
from wagtail.models import PageViewRestriction

from engagements.enums import CommitmentStatus
from engagements.models import PriorityPage
from engagements.notifications import tell_of_update
from home.models import NewsIndexPage, NewsPage
from participation import actions as participation
from participation.models import Activity
from portal.accounts.enums import Audience
from portal.accounts.models import User
from portal.notifications.models import OutgoingMail
from portal.subscriptions import actions
from portal.subscriptions.models import Digest, Letter, Notice
from tests.factories.accounts import AgentFactory
from tests.factories.engagements import CommitmentFactory, CommitmentUpdateFactory
from tests.factories.home import news_page
from tests.factories.participation import IdeaConsultationFactory, published_idea
from tests.factories.subscriptions import subscriber
from tests.leaks.closed import GROUPS, LOGIN, PASSWORD, close
from tests.support import clock
from tests.support.mails import deliver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

every_kind = pytest.mark.parametrize("kind", [PASSWORD, GROUPS, LOGIN])


def expand():
    while actions.expand_events():
        pass


def tell():
    expand()
    while actions.tell_people():
        pass


# How far the event came when the page is closed.
every_moment = pytest.mark.parametrize("before", [lambda: None, expand, tell])


@pytest.fixture
def news():
    """A piece of news that somebody signed in and somebody without account are to be told."""
    page = news_page(title="Le quai rouvre", live=False, first_published_at=clock.NOW)
    subscriber("news")
    subscriber("news", user=User.objects.create_user("compte@test.example"))
    page.save_revision().publish()
    return page


@every_kind
@every_moment
def test_news_closed_meanwhile_is_not_told(news, kind, before):
    before()
    close(news, kind)
    deliver()

    assert mail.outbox == []
    assert not Notice.objects.filter(settled_at__isnull=True).exists()
    assert not OutgoingMail.objects.filter(text__contains="quai").exists()


@every_kind
def test_news_under_a_closed_page_is_not_told(news, kind):
    tell()
    close(NewsIndexPage.objects.get(), kind)
    deliver()

    assert mail.outbox == []


@every_moment
def test_news_that_becomes_the_agents_goes_to_agents_alone(news, before):
    agent = AgentFactory.create()
    subscriber("news", user=agent)
    before()
    NewsPage.objects.filter(pk=news.pk).update(audience=Audience.AGENTS)
    deliver()

    assert [message.to for message in mail.outbox] == [[agent.email]]


@every_kind
@every_moment
@pytest.mark.parametrize("topic", ["commitment", "priority", "commitments"])
def test_commitment_of_a_priority_closed_meanwhile_is_not_told(topic, kind, before):
    commitment = CommitmentFactory.create(wording="Planter mille arbres")
    priority = commitment.objective.priority
    key = {"commitment": f":{commitment.number}", "priority": f":{priority.number}"}.get(topic, "")
    subscriber(f"{topic}{key}")
    update = CommitmentUpdateFactory.create(
        commitment=commitment, status=CommitmentStatus.UNDER_WAY
    )
    tell_of_update(update, clock.NOW)
    before()
    close(PriorityPage.objects.get(pk=priority.pk), kind)
    deliver()

    assert mail.outbox == []


def test_commitment_on_show_is_told():
    commitment = CommitmentFactory.create(wording="Planter mille arbres")
    subscriber(f"priority:{commitment.objective.priority.number}")
    tell_of_update(CommitmentUpdateFactory.create(commitment=commitment), clock.NOW)
    deliver()

    assert "Planter mille arbres" in mail.outbox[0].body


def test_what_else_a_withheld_digest_said_is_told(news):
    other = news_page(title="La halle ouvre", live=False, first_published_at=clock.NOW)
    other.save_revision().publish()
    tell()
    assert Digest.objects.count() == 2
    close(news, PASSWORD)
    deliver()

    assert sorted(message.to[0] for message in mail.outbox) == [
        "abonnee@test.example",
        "compte@test.example",
    ]
    for message in mail.outbox:
        assert "La halle ouvre" in message.body
        assert "quai" not in message.body
    assert Digest.objects.count() == 2
    assert not Notice.objects.filter(settled_at__isnull=True).exists()
    deliver()
    assert len(mail.outbox) == 2


def test_opened_again_later_it_stays_untold(news):
    """Closed as the digest was to leave: what was not told then stays untold."""
    tell()
    close(news, PASSWORD)
    deliver()
    PageViewRestriction.objects.all().delete()
    deliver()

    assert mail.outbox == []


@pytest.mark.parametrize("written", [False, True])
@every_kind
def test_letter_to_followers_of_what_is_closed_meanwhile_does_not_leave(
    news, communications, kind, written
):
    letter = actions.write_letter(
        letter=Letter(),
        subject="La halle rouvre",
        body="<p>Lundi.</p>",
        topics=["news"],
        by=communications,
        at=clock.NOW,
    )
    sent = actions.send_letter(
        letter=letter, seen=letter.fingerprint, by=communications, at=clock.NOW
    )
    Letter.objects.update(starts_at=clock.NOW)
    if written:
        while actions.spread_letters():
            pass
    close(NewsIndexPage.objects.get(), kind)
    deliver()

    assert (sent.recipient_count, mail.outbox) == (2, [])
    assert Letter.objects.get().state == "sent"
    assert not OutgoingMail.objects.filter(text__contains="halle").exists()


@every_moment
def test_call_that_becomes_the_agents_goes_to_agents_alone(before):
    call, agent = IdeaConsultationFactory.create(), AgentFactory.create()
    subscriber(f"activity:{call.pk}")
    subscriber(f"activity:{call.pk}", user=agent)
    published_idea(call, title="Planter des tilleuls")
    before()
    Activity.objects.update(visibility=Audience.AGENTS)
    deliver()

    assert [message.to for message in mail.outbox] == [[agent.email]]


def test_answer_in_a_call_of_agents_reaches_its_author_while_an_agent(officer):
    call = IdeaConsultationFactory.create(visibility=Audience.AGENTS, audience=Audience.AGENTS)
    agents = [AgentFactory.create() for _ in range(2)]
    for one in agents:
        idea = published_idea(call, author=one, email=one.email)
        participation.answer_contribution(
            contribution=idea,
            verdict="retained",
            text="Zone réservée.",
            author=officer,
            at=clock.NOW,
        )
    User.objects.filter(pk=agents[0].pk).update(is_agent=False)
    deliver()

    told = [message.to[0] for message in mail.outbox if "Zone réservée." in message.body]
    assert told == [agents[1].email]


def test_closed_account_receives_nothing_that_waits(news):
    tell()
    User.objects.filter(email="compte@test.example").update(is_active=False)
    deliver()

    assert [message.to for message in mail.outbox] == [["abonnee@test.example"]]
