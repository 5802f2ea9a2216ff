"""Two web servers on PostgreSQL and Redis: sessions, limits and the outbox hold as if one."""

import re
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from django.utils import timezone

from participation.enums import ModerationMode
from participation.ideas.models import Idea, IdeaConsultation
from portal.accounts.models import User
from portal.form_tokens import new_token
from portal.notifications.enums import MailState
from portal.notifications.models import OutgoingMail
from portal.subscriptions.models import Event, Notice
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.cms import make_site
from tests.factories.participation import IdeaConsultationFactory, ThemeFactory
from tests.factories.subscriptions import subscriber
from tests.support.served import PATIENCE, Answer, Served, database_url, wait_for_the_dead
from tests.support.smtp import MailServer, Received
from tests.support.workers import start_worker

# Ideas sent at once, and those who follow the call.
SENT, FOLLOWERS = 16, 3
REDIS = "redis://127.0.0.1:6379/13"
_numbers = count(1)
Pair = tuple[Served, Served]


def _redis_answers() -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", 6379)) == 0


@pytest.fixture
def pair(transactional_db: None, tmp_path: Path) -> Iterator[Pair]:
    """Two servers as production starts them, that share nothing but the database and the cache."""
    if connection.vendor != "postgresql" or not _redis_answers():
        pytest.skip("needs PostgreSQL and Redis")
    make_site()
    shared = RedisCache(REDIS, {})
    shared.clear()
    servers = [Served(tmp_path, database_url(), REDIS) for _ in range(2)]
    try:
        for server in servers:
            server.start()
        yield servers[0], servers[1]
    finally:
        for server in servers:
            server.kill()
        wait_for_the_dead()
        shared.clear()


@pytest.fixture
def person(transactional_db: None) -> User:
    """Somebody whose address is confirmed."""
    user = UserFactory.create()
    # As production hashes it: these tests know a quicker way only.
    hasher = Argon2PasswordHasher()
    user.password = hasher.encode(PASSWORD, hasher.salt())
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(server: Served, user: User, password: str = PASSWORD, **more: Any) -> Answer:
    return server.post("/compte/login/", {"login": user.email, "password": password}, **more)


def test_a_session_is_valid_on_both_and_dead_on_both(pair: Pair, person: User) -> None:
    one, two = pair
    opened = sign_in(one, person)
    assert opened.status == 302, opened.text[:2000]
    assert opened.session
    for server in pair:
        page = server.get("/compte/", session=opened.session)
        assert (page.status, person.email in page.text) == (200, True)
    left = two.post("/compte/logout/", {}, session=opened.session)
    assert left.status == 302
    for server in pair:
        page = server.get("/compte/", session=opened.session)
        assert (page.status, page.location) == (302, "/compte/login/?next=/compte/")


def test_wrong_passwords_are_counted_together(pair: Pair, person: User) -> None:
    """Whichever server hears them: once there were too many, the right one is refused on both."""
    tries = cycle(pair)
    for number in range(30):
        answer = sign_in(next(tries), person, "une phrase de passe fausse", visitor=number)
        if answer.status == 429 or "trop" in answer.text.lower():
            break
    else:
        pytest.fail("nobody ever refused")
    assert number < 15
    for server in pair:
        assert sign_in(server, person, visitor=100).status != 302


def _form(call: IdeaConsultation) -> dict[str, Any]:
    """A form filled in, whose page was opened a minute ago."""
    number = next(_numbers)
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        token = new_token()
    theme = call.themes.first()
    return {
        "action": "envoyer",
        "title": f"Planter le tilleul numéro {number}",
        "text": f"Il manque de l’ombre sur la place : un tilleul y suffirait, le {number}e.",
        "theme": theme.pk if theme else "",
        "token": token,
    }


def test_contributions_of_a_connection_are_counted_together(pair: Pair) -> None:
    now = timezone.now()
    call = IdeaConsultationFactory.create(
        themes=[ThemeFactory.create()],
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )
    limit = settings.CONTRIBUTION_LIMIT
    servers = cycle(pair)
    sent = [next(servers).post(call.contribute_url, _form(call)) for _ in range(limit + 2)]
    assert Counter(answer.status for answer in sent) == {302: limit, 429: 2}
    assert Idea.objects.count() == limit
    elsewhere = pair[0].post(call.contribute_url, _form(call), visitor=7)
    assert elsewhere.status == 302


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    running = MailServer()
    yield running
    running.stop()


def _two_workers(mail_server: MailServer) -> None:
    """Two workers at once, until nothing waits."""
    workers = [start_worker(mail_server.port) for _ in range(2)]
    assert [worker.wait(PATIENCE) for worker in workers] == [0, 0]


def _send_at_once(pair: Pair, call: IdeaConsultation) -> list[int]:
    """Each idea through both servers at once, as of somebody who pressed twice."""
    forms = [_form(call) for _ in range(SENT)]
    sent = [(server, form, number) for number, form in enumerate(forms) for server in pair]
    with ThreadPoolExecutor(max_workers=8) as visitors:
        answers = visitors.map(
            lambda one: one[0].post(call.contribute_url, one[1], visitor=one[2]), sent
        )
        return [answer.status for answer in answers]


def test_events_of_both_are_told_once_by_two_workers(pair: Pair, mail_server: MailServer) -> None:
    """One outbox: whichever server published, and whichever worker sends."""
    now = timezone.now()
    call = IdeaConsultationFactory.create(
        themes=[ThemeFactory.create()],
        moderation_mode=ModerationMode.AFTER,
        confirms_email=False,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )
    addresses = [f"abonnee{number}@test.example" for number in range(FOLLOWERS)]
    for address in addresses:
        subscriber(f"activity:{call.pk}", email=address, since=now - timedelta(days=1))

    statuses = Counter(_send_at_once(pair, call))
    # The second of a pair finds the first one done, or being done (409, “already sent”).
    assert (statuses[302] >= SENT, statuses[302] + statuses[409]) == (True, 2 * SENT)
    assert Idea.objects.count() == SENT
    published = Event.objects.filter(kind="idea_published")
    assert published.count() == SENT

    _two_workers(mail_server)
    assert not Event.objects.filter(expanded_at__isnull=True).exists()
    # At night, what is to be told at once waits for the morning.
    Notice.objects.filter(settled_at__isnull=True).update(due_at=now)
    _two_workers(mail_server)

    assert Notice.objects.count() == SENT * FOLLOWERS
    assert not Notice.objects.filter(settled_at__isnull=True).exists()
    assert not OutgoingMail.objects.exclude(state=MailState.SENT).exists()
    assert set(mail_server.count_by_id().values()) == {1}
    ideas = Counter(_numbers_in(*Idea.objects.values_list("title", flat=True)))
    for address in addresses:
        told = [_words(mail) for mail in mail_server.received if mail.to == address]
        # In how many mails each of them stands, whatever a mail repeats.
        assert Counter(number for one in told for number in set(_numbers_in(one))) == ideas


def _numbers_in(*texts: str) -> list[str]:
    return re.findall(r"tilleul numéro (\d+)", " ".join(texts))


def _words(mail: Received) -> str:
    """The text of a mail, on one line."""
    part = mail.message.get_body(("plain",))  # type: ignore[attr-defined]
    return " ".join(part.get_content().split())
