"""What the app says it keeps about a person, and that it forgets it."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.utils import timezone

from portal.accounts import email_changes
from portal.accounts.models import EmailChange, OpenSession, User
from portal.accounts.personal_data import Person, sources
from tests.factories.accounts import UserFactory
from tests.support.factors import SECRET, confirm_address, give_application, unproved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
OURS = ("second_factors", "email_change", "sessions")


@pytest.fixture
def neighbour() -> User:
    """An account with something in each of our tables."""
    user = UserFactory.create(email="voisine@test.example", display_name="Voisine")
    confirm_address(user)
    give_application(user)
    browser = unproved(user)
    session = browser.session
    session["seen_at"] = 0
    session.save()
    browser.get("/compte/")
    email_changes.ask(user=user, new_email="autre@test.example", at=timezone.now())
    return user


def _person(user: User) -> Person:
    return Person(user_id=user.pk, emails=frozenset({user.email}))


def test_sources_are_registered_and_the_account_goes_last():
    names = [source.name for source in sources()]

    assert [name for name in names if name in OURS] == list(OURS)
    assert names[-1] == "account"


def test_everything_is_taken_away_without_secrets(neighbour):
    found = {
        source.name: [taken.values for taken in source.export(_person(neighbour))]
        for source in sources()
        if source.name in OURS
    }

    assert [factor["type"] for factor in found["second_factors"]] == ["totp"]
    assert len(found["sessions"]) == 1
    assert found["email_change"][0]["new_email"] == "autre@test.example"
    assert SECRET not in str(found)
    assert neighbour.password not in str(found)


def test_labels_follow_the_values(neighbour):
    for source in sources():
        for taken in source.export(_person(neighbour)):
            assert list(taken.labels) == list(taken.values), source.name


def test_everything_is_forgotten(neighbour):
    person = _person(neighbour)

    for source in sources():
        if source.name in OURS:
            assert source.erase(person, timezone.now()) >= 1, source.name

    for model in (Authenticator, OpenSession, EmailChange, Session):
        assert not model.objects.exists(), model


def test_somebody_without_account_has_nothing_here():
    person = Person(user_id=None, emails=frozenset({"inconnue@test.example"}))

    for source in sources():
        if source.name in OURS:
            assert list(source.export(person)) == []
            assert source.erase(person, timezone.now()) == 0
