"""News is told to those who follow it: once, when it is first published."""

import pytest
from django.core import mail
from django.utils import timezone

from portal.subscriptions.models import Event
from tests.factories.home import news_page
from tests.factories.subscriptions import subscriber
from tests.support import clock
from tests.support.mails import deliver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def _draft(portal_site, **fields):
    return news_page(live=False, first_published_at=None, **fields)


def test_news_is_told_once(portal_site):
    page = _draft(portal_site, title="La halle rouvre")
    page.save_revision().publish()
    page.title = "La halle rouvre lundi"
    page.save_revision().publish()

    [event] = Event.objects.all()
    assert (event.kind, event.subject, event.topics) == (
        "news_published",
        f"news_page:{page.pk}",
        ["news"],
    )
    subscriber("news")
    deliver()
    [message] = mail.outbox
    assert "La halle rouvre lundi" in message.body
    assert "http://testserver/actualites/" in message.body


def test_old_news_corrected_is_not_told(portal_site):
    page = _draft(portal_site)
    page.first_published_at = clock.days(-60)
    page.save()
    page.save_revision().publish()

    assert timezone.now() == clock.NOW
    assert not Event.objects.exists()


def test_news_of_agents_reaches_agents_only(portal_site, agent, resident):
    page = _draft(portal_site, title="Entre agents", audience="agents")
    page.save_revision().publish()
    subscriber("news", user=agent)
    subscriber("news", user=resident)
    subscriber("news")
    deliver()

    assert [message.to for message in mail.outbox] == [[agent.email]]


def test_news_withdrawn_before_the_digest_is_not_told(portal_site):
    page = _draft(portal_site)
    page.save_revision().publish()
    subscriber("news")
    page.refresh_from_db()
    page.unpublish()
    deliver()

    assert mail.outbox == []
