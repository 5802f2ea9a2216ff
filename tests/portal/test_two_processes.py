"""Two web servers on PostgreSQL and Redis: sessions and limits hold as if they were one."""

import socket
from collections import Counter
from collections.abc import Iterator
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

from participation.ideas.models import Idea, IdeaConsultation
from portal.accounts.models import User
from portal.form_tokens import new_token
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.cms import make_site
from tests.factories.participation import IdeaConsultationFactory, ThemeFactory
from tests.support.served import Answer, Served, database_url, wait_for_the_dead

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
