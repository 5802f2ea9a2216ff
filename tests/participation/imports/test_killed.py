"""A worker killed with kill -9 in the middle: nothing is seen, and the next one ends the work."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from participation import actions
from participation.actions.counters import recount
from participation.enums import ImportState, Moderation
from participation.ideas.models import Idea
from participation.models import Contribution, ContributionImport
from tests.factories.imports import checked_import, csv_of
from tests.factories.participation import IdeaConsultationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("portal_site")]

ROOT = Path(__file__).resolve().parents[3]
COUNT = 12_000
PATIENCE = 60


def _database() -> str:
    """The address of the test's own database, for another process."""
    given = os.environ.get("TEST_DATABASE_URL", "")
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return given.rpartition("/")[0] + f"/{name}"


@pytest.fixture
def worker(media: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts real workers, and leaves none behind."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "TEST_DATABASE_URL": _database(),
            "TMPDIR": str(media),
        }
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run_imports", "--lease", "1"], cwd=ROOT, env=environment
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def _until(said: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE
    while not said():
        assert time.monotonic() < end, "the worker did not come so far"
        time.sleep(0.01)


@pytest.fixture
def asked(media: Path) -> ContributionImport:
    """A large import that is about to be written."""
    call = IdeaConsultationFactory.create()
    rows = (f"{n};Idée {n};Un texte pour la {n}e" for n in range(1, COUNT + 1))
    imported = checked_import(
        csv_of("N°;Titre;Texte", *rows), call, at=timezone.now(), moderation="published"
    )
    actions.ask_import(imported=imported, user=imported.created_by)
    return imported


def test_killed_in_the_middle_it_is_ended_by_another(asked: Any, worker: Any) -> None:
    first = worker()
    rows = ContributionImport.objects.filter(pk=asked.pk)
    _until(lambda: rows.filter(done_rows__gte=2_000).exists())
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    state, done = rows.values_list("state", "done_rows").get()
    assert (state, done < COUNT, done % 1_000) == (ImportState.RUNNING, True, 0)
    assert Contribution.objects.filter(moderation=Moderation.STAGED).count() == done
    assert not Contribution.objects.exclude(moderation=Moderation.STAGED).exists()
    time.sleep(1.1)  # The lease of the dead one.
    call_command("run_imports", "--lease", "1")
    asked.refresh_from_db()
    assert asked.state == ImportState.DONE
    assert Idea.objects.filter(moderation=Moderation.PUBLISHED).count() == COUNT
    numbers = Idea.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, COUNT + 1))
    assert recount(activity=asked.activity) is False


def test_killed_again_and_again_it_is_all_or_nothing(asked: Any, worker: Any) -> None:
    rows = ContributionImport.objects.filter(pk=asked.pk)
    for goal in (1_000, 5_000, 11_000, COUNT):
        process = worker()
        _until(
            lambda goal=goal: (
                rows.filter(done_rows__gte=goal).exists()
                or rows.filter(state=ImportState.DONE).exists()
            )
        )
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        public = Contribution.objects.published().count()
        done = rows.get().state == ImportState.DONE
        assert public == (COUNT if done else 0)
        time.sleep(1.1)
    call_command("run_imports", "--lease", "1")
    assert Contribution.objects.published().count() == COUNT
    assert recount(activity=asked.activity) is False


def test_two_workers_at_once_write_each_line_once(asked: Any, worker: Any) -> None:
    for process in (worker(), worker()):
        assert process.wait(PATIENCE) == 0
    assert Contribution.objects.published().count() == COUNT
    assert recount(activity=asked.activity) is False
