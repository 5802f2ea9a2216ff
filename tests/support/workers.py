"""Real workers of mails, in processes of their own on the test's database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from .served import database_url

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120


def start_worker(mail_port: int) -> "subprocess.Popen[bytes]":
    """A worker that leaves once nothing waits, with leases of two seconds."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "TEST_DATABASE_URL": database_url(),
        "TEST_MAIL_PORT": str(mail_port),
    }
    command = [sys.executable, "manage.py", "deliver_mails", "--lease", "2"]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Ends it without letting it end anything."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def until(said: Callable[[], bool]) -> None:
    """Waits for it, not for ever."""
    end = time.monotonic() + PATIENCE
    while not said():
        assert time.monotonic() < end, "the worker did not come so far"
        time.sleep(0.005)
