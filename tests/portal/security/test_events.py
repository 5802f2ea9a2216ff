"""Security events: identifiers only, undone with what they tell, kept by the database itself."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal.security import append_only
from portal.security.actions import pseudonym, record_event, record_refused_upload
from portal.security.models import SecurityEvent
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
TABLE = SecurityEvent._meta.db_table
OLD = timedelta(days=settings.SECURITY_LOG_MINIMUM_DAYS + 1)


@pytest.fixture
def user() -> Any:
    """Somebody whose arrival is no event of the test."""
    user = UserFactory.create()
    append_only.remove(connection)
    SecurityEvent.objects.all().delete()
    append_only.install(connection)
    return user


def raw(statement: str, *values: Any, column: str = "") -> None:
    """Says it to the database itself, past everything of ours."""
    statement = statement.replace("<log>", TABLE).replace("<column>", column)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_event_is_kept_and_logged(caplog, user, django_capture_on_commit_callbacks):
    with (
        caplog.at_level(logging.INFO, logger="portal.security"),
        django_capture_on_commit_callbacks(execute=True),
    ):
        record_event("accounts.role.given", actor=user, group=3)

    [event] = SecurityEvent.objects.all()
    assert (event.event, event.actor, event.details) == ("accounts.role.given", user, {"group": 3})
    [record] = caplog.records
    assert (record.event, record.details) == ("accounts.role.given", {"group": 3})
    assert record.actor == pseudonym(user.pk) != str(user.pk)
    assert user.email not in str(vars(record))


def test_details_may_have_the_names_of_logging(caplog, user, django_capture_on_commit_callbacks):
    caplog.set_level(logging.INFO)
    with django_capture_on_commit_callbacks(execute=True):
        record_event("portal.settings.changed", name="x", module=1, message=True)

    assert caplog.records[0].details == {"name": "x", "module": 1, "message": True}


def test_event_of_something_undone_is_undone(caplog, user, django_capture_on_commit_callbacks):
    caplog.set_level(logging.INFO)
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(RuntimeError),
        transaction.atomic(),
    ):
        record_event("accounts.role.given")
        raise RuntimeError

    assert not SecurityEvent.objects.exists()
    assert not caplog.records


def test_event_outlives_the_account(user):
    record_event("accounts.session.opened", actor=user)

    user.delete()

    assert SecurityEvent.objects.get(event="accounts.session.opened").actor is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event", "accounts.session.closed"),
        ("at", "2020-01-01 00:00:00"),
        ("details", '{"group": 4}'),
        ("id", 424242),
    ],
)
def test_database_refuses_to_change_an_event(user, column, value):
    event = record_event("accounts.role.given", actor=user, group=3)

    with pytest.raises(DatabaseError, match="append-only"):
        raw("UPDATE <log> SET <column> = %s WHERE id = %s", value, event.pk, column=column)

    event.refresh_from_db()
    assert (event.event, event.details) == ("accounts.role.given", {"group": 3})


def test_database_refuses_to_name_somebody_else(user):
    other = UserFactory.create()
    event = record_event("accounts.role.given", actor=user)

    with pytest.raises(DatabaseError, match="append-only"):
        raw("UPDATE <log> SET actor_id = %s WHERE id = %s", other.pk, event.pk)
    raw("UPDATE <log> SET actor_id = NULL WHERE id = %s", event.pk)
    with pytest.raises(DatabaseError, match="append-only"):
        raw("UPDATE <log> SET actor_id = %s WHERE id = %s", other.pk, event.pk)


def test_database_refuses_to_delete_a_recent_event(user):
    recent = record_event("accounts.role.given", at=timezone.now() - OLD + timedelta(days=2))
    old = record_event("accounts.role.given", at=timezone.now() - OLD)

    with pytest.raises(DatabaseError, match="kept"):
        raw("DELETE FROM <log> WHERE id = %s", recent.pk)
    with pytest.raises(DatabaseError, match="kept"), transaction.atomic():
        SecurityEvent.objects.all().delete()
    raw("DELETE FROM <log> WHERE id = %s", old.pk)

    assert set(SecurityEvent.objects.values_list("pk", flat=True)) == {recent.pk}


def test_triggers_come_back_after_a_migration_lost_them(user):
    append_only.remove(connection)
    append_only.ensure(using="default")
    event = record_event("accounts.role.given")

    with pytest.raises(DatabaseError):
        raw("DELETE FROM <log> WHERE id = %s", event.pk)


def test_refused_files_fill_no_disk(user, monkeypatch):
    monkeypatch.setattr("portal.security.actions.REFUSED_UPLOADS_AN_HOUR", 3)
    for _number in range(6):
        record_refused_upload("idea.document", "active")

    names = list(SecurityEvent.objects.order_by("pk").values_list("event", flat=True))
    assert names.count("portal.upload.refused") == 3
    assert names.count("portal.throttle.reached") == 1
