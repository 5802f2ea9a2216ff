"""Fixtures of participation: the six levels, which a flushed database has lost."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from participation.models import ParticipationLevel
from portal.settings.base import sqlite
from tests.factories.cms import make_site
from tests.support.served import Served, serving


@pytest.fixture
def six_levels(db: None) -> list[ParticipationLevel]:
    """The texts every city starts from, as the migration writes them."""
    import_module("participation.migrations.0002_seed_levels").seed(apps, None)
    return list(ParticipationLevel.objects.order_by("number"))


@pytest.fixture
def durable(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database as production keeps it: on SQLite a file of its own that waits for the disk."""
    if connection.vendor != "sqlite":
        yield
        return
    path = tmp_path / "portal.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    own: dict[str, Any] = sqlite(path)
    with pytest.MonkeyPatch.context() as patch:
        connection.close()
        for name in ("NAME", "OPTIONS"):
            patch.setitem(connection.settings_dict, name, own[name])
        yield
        connection.close()


@pytest.fixture
def served(durable: None, tmp_path: Path) -> Iterator[Served]:
    """The portal in processes of its own, on the test's database; not started yet."""
    make_site()
    with serving(tmp_path) as server:
        yield server
