"""What is kept of a person in subscriptions and mails: taken away whole, erased whole."""

import pytest

from portal.accounts.personal_data import Person, sources
from portal.notifications.mails import Delivery, queue
from portal.notifications.models import OutgoingMail
from portal.subscriptions.models import Subscriber
from tests.factories.subscriptions import subscriber
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]


def _source(name):
    return next(source for source in sources() if source.name == name)


def test_subscriptions_are_taken_away_and_erased(resident):
    subscriber("commitments", user=resident)
    subscriber("commitments", email="autre@test.example")
    subscriber("commitments", email="voisine@test.example")
    person = Person(resident.pk, frozenset({resident.email, "autre@test.example"}))
    taken = list(_source("abonnements").export(person))

    assert [one.values["followed"] for one in taken] == [
        ["L’avancement de tous les engagements"]
    ] * 2
    assert all(one.values.keys() == one.labels.keys() for one in taken)
    assert _source("abonnements").erase(person, clock.NOW) == 2
    assert Subscriber.objects.get().email == "voisine@test.example"


def test_mails_are_taken_away_and_erased(resident):
    queue(kind="k", subject="Objet", to=resident.email, text="Texte")
    queue(
        kind="k",
        subject="s",
        to="ancienne@test.example",
        text="t",
        delivery=Delivery(reader_id=resident.pk),
    )
    queue(kind="k", subject="s", to="voisine@test.example", text="t")
    person = Person(resident.pk, frozenset({resident.email}))
    [taken] = _source("courriels").export(person)

    assert (taken.values["subject"], taken.values["text"]) == ("Objet", "Texte")
    assert taken.values.keys() == taken.labels.keys()
    assert _source("courriels").erase(person, clock.NOW) == 2
    assert OutgoingMail.objects.get().to == "voisine@test.example"
