"""Real workers and a real mail server: killed, started again, two at once; no mail is lost."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from portal.notifications.enums import MailState
from portal.notifications.mails import new_message_id
from portal.notifications.models import OutgoingMail
from tests.support.mail_workers import start_worker
from tests.support.smtp import MailServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("portal_site")]

COUNT = 1_000
PATIENCE = 120
Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def server() -> Iterator[MailServer]:
    running = MailServer()
    yield running
    running.stop()


@pytest.fixture
def worker(server: MailServer) -> Iterator[Start]:
    """Starts real workers, and leaves none behind."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        process = start_worker(server.port)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def _queue(count: int) -> None:
    at = timezone.now()
    OutgoingMail.objects.bulk_create(
        OutgoingMail(
            kind="letter",
            to=f"personne{number}@test.example",
            subject=f"Objet {number}",
            text=f"Texte {number}",
            message_id=new_message_id(),
            created_at=at,
            due_at=at,
        )
        for number in range(count)
    )


def _until(said: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not said():
        assert time.monotonic() < end, "the worker did not come so far"
        time.sleep(0.005)


def _all_sent() -> bool:
    return not OutgoingMail.objects.exclude(state=MailState.SENT).exists()


def test_thousand_mails_survive_two_kills(server: MailServer, worker: Start) -> None:
    _queue(COUNT)
    for goal in (300, 600):
        process = worker()
        _until(lambda goal=goal: len(server.received) >= goal)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert not _all_sent()
    time.sleep(2.1)  # The lease of the dead.
    assert worker().wait(PATIENCE) == 0

    counts = server.count_by_id()
    addresses = {mail.to for mail in server.received}
    assert (len(counts), len(addresses), _all_sent()) == (COUNT, COUNT, True)
    # At most one duplicate a kill, and each under the Message-ID of the first.
    assert max(counts.values()) <= 2
    assert len(server.received) - COUNT <= 2


def test_two_workers_at_once_send_nothing_twice(server: MailServer, worker: Start) -> None:
    _queue(300)
    for process in (worker(), worker()):
        assert process.wait(PATIENCE) == 0

    assert (len(server.received), len(server.count_by_id())) == (300, 300)
    assert _all_sent()


def test_killed_between_the_yes_and_the_note_it_is_one_recognisable_duplicate(
    server: MailServer, worker: Start
) -> None:
    _queue(3)
    pids: list[int] = []
    server.after_each = lambda: os.kill(pids[0], signal.SIGKILL) if len(pids) == 1 else None
    server.at_text = lambda address: time.sleep(0.2)  # Long enough for the number to be noted.
    process = worker()
    pids.append(process.pid)
    process.wait(PATIENCE)
    pids.append(0)
    time.sleep(2.1)
    assert worker().wait(PATIENCE) == 0

    assert sorted(server.count_by_id().values()) in ([1, 1, 1], [1, 1, 2])
    assert _all_sent()
