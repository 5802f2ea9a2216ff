"""Workers of mails as production starts them, each a process of its own, on the test's database."""

import os
import subprocess
import sys
from pathlib import Path

from .served import database_url

ROOT = Path(__file__).resolve().parents[2]


def start_worker(mail_port: int) -> "subprocess.Popen[bytes]":
    """One that leaves when nothing waits; it hands its mails to the server of this port."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "TEST_DATABASE_URL": database_url(),
        "TEST_MAIL_PORT": str(mail_port),
    }
    command = [sys.executable, "manage.py", "deliver_mails", "--lease", "2"]
    return subprocess.Popen(command, cwd=ROOT, env=environment)
