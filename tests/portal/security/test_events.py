"""Security events: kept with identifiers only, undone with what they tell."""

import logging

import pytest
from django.db import transaction

from portal.security.actions import record_event
from portal.security.models import SecurityEvent
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_event_is_kept_and_logged(caplog):
    user = UserFactory()

    with caplog.at_level(logging.INFO, logger="portal.security"):
        record_event("accounts.role.given", actor=user, group=3)

    [event] = SecurityEvent.objects.all()
    assert (event.event, event.actor, event.details) == ("accounts.role.given", user, {"group": 3})
    [record] = caplog.records
    assert (record.event, record.group) == ("accounts.role.given", 3)
    assert user.email not in str(vars(record))


def test_event_of_something_undone_is_undone():
    with pytest.raises(RuntimeError), transaction.atomic():
        record_event("accounts.role.given")
        raise RuntimeError

    assert not SecurityEvent.objects.exists()


def test_event_outlives_the_account():
    user = UserFactory()
    record_event("accounts.session.opened", actor=user)

    user.delete()

    assert SecurityEvent.objects.get().actor is None
