"""What is kept of somebody's identities: taken away, erased."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from portal.accounts.personal_data import Person, sources
from portal.identity.models import Reconnection
from tests.factories.accounts import AgentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    return next(source for source in sources() if source.name == "identities")


def test_person_takes_away_their_identities(source, resident):
    linked = SocialAccount.objects.create(user=resident, provider="franceconnect", uid="abc")
    SocialAccount.objects.create(user=AgentFactory.create(), provider="proconnect", uid="autre")

    [taken] = source.export(Person(resident.pk, frozenset({resident.email})))

    assert taken.values == {
        "provider": "franceconnect",
        "identifier": "abc",
        "linked_at": linked.date_joined,
        "used_at": linked.last_login,
    }
    assert list(taken.labels) == list(taken.values)


def test_person_takes_away_what_they_asked(source, agent):
    at = timezone.now()
    Reconnection.objects.create(provider="proconnect", subject="x", user=agent, asked_at=at)

    [taken] = source.export(Person(agent.pk, frozenset()))

    assert taken.values["asked_at"] == at
    assert list(taken.labels) == list(taken.values)


def test_erasure_forgets_identities_and_requests(source, resident, agent):
    at = timezone.now()
    for user in (resident, agent):
        SocialAccount.objects.create(user=user, provider="proconnect", uid=f"x{user.pk}")
    Reconnection.objects.create(provider="proconnect", subject="x", user=resident, asked_at=at)

    assert source.erase(Person(resident.pk, frozenset()), at) == 2

    assert [one.user for one in SocialAccount.objects.all()] == [agent]
    assert Reconnection.objects.count() == 0


def test_person_without_account_has_no_identity(source):
    nobody = Person(None, frozenset({"x@test.example"}))

    assert list(source.export(nobody)) == []
    assert source.erase(nobody, timezone.now()) == 0
