"""An erased person is found nowhere: no table, no file, no log line holds name, address or key."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as portal_settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection

from participation.actions import counters
from participation.models import Activity
from portal.accounts.models import User
from portal.owndata.actions import erase_person
from portal.owndata.persons import person_of
from portal.owndata.sessions import is_about
from tests.home import erasure_world
from tests.home.erasure_world import EMAIL, FIRST, KEY, LAST, PHONE, World
from tests.support import clock

# Written with and without accents, as folded words are.
WORDS = (LAST, FIRST, "zephyrine", EMAIL, PHONE, PHONE.replace(" ", ""), str(KEY))
# Models of Wagtail that give way to ours: nothing can be written there.
UNUSED = {"wagtailimages.Image", "wagtaildocs.Document"}


@pytest.fixture
def world(portal_site: Any, now: Any, settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return erasure_world.build()


def found_in_tables() -> set[str]:
    """Where one of the words stands, as “table.column: word”; search indexes included."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = _text(value)
                    found |= {f"{table}.{name}: {word}" for word in WORDS if word.lower() in text}
    return found


def _text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace").lower()
    plain = value if isinstance(value, str) else json.dumps(value, default=str)
    if "\\u" in plain:
        plain += plain.encode("ascii", "backslashreplace").decode("unicode_escape", "replace")
    return plain.lower()


def found_in_files() -> set[str]:
    """The files in which, or in whose name, one of the words stands; archives are opened."""
    found = set()
    for path in Path(portal_settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            said = path.name.lower().encode() + b" " + b" ".join(_contents(path.read_bytes()))
            found |= {f"{path}: {word}" for word in WORDS if word.lower().encode() in said.lower()}
            found |= {f"{path}: {word}" for word in WORDS if word.encode() in said}
    return found


def _contents(data: bytes) -> Iterator[bytes]:
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            yield zlib.decompress(stream)
        except zlib.error:
            continue


def found_in_sessions() -> int:
    person = person_of(User(pk=KEY, email=EMAIL))
    return sum(is_about(row.get_decoded(), person) for row in Session.objects.all())


def _figures() -> dict[int, dict[str, Any]]:
    """The public figures of every activity."""
    return {
        activity.pk: {
            name: getattr(activity.figures, name)
            for name in ("published_count", "support_count", "comment_count", "answered_count")
        }
        for activity in Activity.objects.select_related("tally")
    }


def test_every_column_that_names_an_account_is_tried(world: World) -> None:
    """The test below would pass on an empty site: each key to the account is there before."""
    missing = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.related_model is User and model._meta.label not in UNUSED:
                rows = model._base_manager.filter(**{field.attname: KEY})
                if not rows.exists():
                    missing.append(f"{model._meta.label}.{field.name}")

    # Roles and rights go with the account, by the database's own rule.
    assert sorted(missing) == ["accounts.User_groups.user", "accounts.User_user_permissions.user"]


def test_erased_person_is_found_nowhere(
    world: World,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    User.objects.create_superuser("une.autre@test.example", "phrase assez longue")
    for activity in Activity.objects.all():
        counters.recount(activity=activity)  # The world put ideas in their states by hand.
    before = _figures()
    assert {row.partition(".")[0] for row in found_in_tables()} >= {
        "accounts_user",
        "participation_contribution",
        "participation_comment",
        "participation_stemfrequency",
        "wagtailcore_revision",
        "wagtailcore_modellogentry",
    }
    assert found_in_files()
    assert found_in_sessions() == 2
    caplog.set_level("DEBUG")
    caplog.clear()

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=person_of(world.user), at=clock.NOW, tell=EMAIL)

    # The log of security never changes: a number there leads to no account any more.
    assert found_in_tables() <= {f"security_securityevent.details: {KEY}"}
    assert sorted(found_in_files()) == []
    assert found_in_sessions() == 0
    said = " ".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records).lower()
    # A log names accounts by their numbers, which lead to nobody any more.
    assert [word for word in WORDS[:-1] if word.lower() in said] == []
    assert [message.to for message in mail.outbox][-1:] == [[EMAIL]]
    # What nobody confirmed was counted by nobody in public.
    assert _figures() == before
    assert [counters.recount(activity=activity) for activity in Activity.objects.all()] == [
        False
    ] * Activity.objects.count()
