"""A database for each process of tests, copied from one that was migrated once.

The migrations take about a minute: they run once, in the template, which `--reuse-db` keeps for the
next run. Each process works in a copy of it, and a test that committed gets a new copy in place of
an emptied database, so that no test depends on which ones ran before it. docs/decisions/0026.
"""

import fcntl
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases

# The same for all processes of one run, another for the next one.
_RUN = "PYTEST_XDIST_TESTRUNUID"


class Copies:
    """The template, and the copy that this process works in."""

    def __init__(self, worker: str) -> None:
        self._template = str(connection.creation._get_test_db_name())
        self._copy = f"{self._template}_{worker}"

    def prepare(self, *, anew: bool) -> None:
        """Migrates the template, from nothing if `anew`, and takes this process's copy of it."""
        with _alone(self._template) as made_by:
            run = os.environ.get(_RUN, "")
            if not run or made_by.read_text(encoding="utf-8") != run:
                self._migrate(anew=anew)
                made_by.write_text(run, encoding="utf-8")
            self.restore()
        settings.DATABASES["default"]["NAME"] = self._copy
        connection.settings_dict["NAME"] = self._copy

    def _migrate(self, *, anew: bool) -> None:
        setup_databases(0, interactive=False, keepdb=not anew, serialized_aliases=())

    def restore(self) -> None:
        """Makes the copy as new. Nobody else may be using it."""
        connection.close()
        if connection.vendor == "sqlite":
            _copy_file(self._template, self._copy)
        else:
            _copy_database(self._template, self._copy)

    def drop(self) -> None:
        """Takes the copy away; the template stays."""
        connection.close()
        if connection.vendor == "sqlite":
            for end in ("", "-wal", "-shm"):
                Path(f"{self._copy}{end}").unlink(missing_ok=True)
        else:
            _maintain(f'DROP DATABASE IF EXISTS "{self._copy}" WITH (FORCE)')


@contextmanager
def _alone(template: str) -> Iterator[Path]:
    """One process at a time prepares the template; yields the file that says in which run."""
    name = sha256(f"{connection.vendor} {template}".encode()).hexdigest()[:16]
    path = Path(tempfile.gettempdir()) / f"parvis-test-{os.getuid()}-{name}"
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path


def _copy_file(template: str, copy: str) -> None:
    with closing(sqlite3.connect(template)) as source, closing(sqlite3.connect(copy)) as target:
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target)


def _copy_database(template: str, copy: str) -> None:
    _maintain(
        f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)',
        f'CREATE DATABASE "{copy}" TEMPLATE "{template}"',
    )


def _maintain(*statements: str) -> None:
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
