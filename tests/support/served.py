"""The portal served as in production by real processes, which a test may kill; and its visitors."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from portal.accounts.models import User

from .client import settle

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
# What a visitor's connection says when the server dies on it.
CUT = (OSError, http.client.HTTPException)
_PROCESS = "parvis-served"
_CSRF = "c" * 32


@dataclass(frozen=True)
class Answer:
    """What came back, read to its end."""

    status: int
    location: str
    text: str
    # The session that it opened, or nothing.
    session: str = ""


def until(said: Callable[[], Any], what: str) -> None:
    """Waits for a condition; fails after a minute."""
    end = time.monotonic() + PATIENCE
    while not said():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _cookies(answer: http.client.HTTPResponse) -> SimpleCookie:
    """Every cookie that an answer sets, each in a line of its own."""
    found = SimpleCookie()
    for line in answer.headers.get_all("Set-Cookie") or []:
        found.load(line)
    return found


_BACKEND = "django.contrib.auth.backends.ModelBackend"


def session_of(user: User, backend: str = _BACKEND) -> str:
    """The session of somebody signed in, for the servers too: they share the key."""
    browser = Client()
    browser.force_login(user, backend=backend)
    settle(browser)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


class Served:
    """Gunicorn as docs/operations.md starts it, on a free port of this machine."""

    def __init__(self, folder: Path, database_url: str, redis_url: str = "") -> None:
        self.port = free_port()
        self._log = folder / f"server-{self.port}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.support.served_settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "BALLOT_BOX_SECRET": settings.BALLOT_BOX_SECRET,
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": f"https://127.0.0.1:{self.port}",
            "DEFAULT_FROM_EMAIL": "Parvis <parvis@test.example>",
            "EMAIL_URL": "dummymail://",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "CLIENT_ADDRESS_HEADER": "HTTP_X_REAL_IP",
            "PGAPPNAME": _PROCESS,
        }

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread"]
        command += ["--workers", "2", "--threads", "8", "--no-control-socket"]
        with self._log.open("ab") as output:
            # A group of its own, so that its workers die with it.
            self._process = subprocess.Popen(
                [*command, "--log-level", "warning"],
                cwd=ROOT,
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until(self._is_ready, "the server does not answer")

    def _is_ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text(encoding="utf-8")
        try:
            return self.ask("GET", "/healthz/ready").status == 200
        except CUT:
            return False

    def kill(self) -> None:
        """`kill -9` of the server and all its workers; nothing of them is left afterwards."""
        if self._process is None:
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        until(self._is_gone, "something still answers")

    def _is_gone(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) != 0

    def ask(
        self,
        method: str,
        path: str,
        data: Any = None,
        *,
        session: str = "",
        visitor: int = 1,
        cookies: Sequence[str] = (),
    ) -> Answer:
        """One request of a browser, by way of the web server in front; raises one of CUT."""
        headers, body = self._written(method, data, session, visitor, cookies)
        headers["Connection"] = "close"
        browser = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            browser.request(method, path, body, headers)
            answer = browser.getresponse()
            text = answer.read().decode()
            opened = _cookies(answer).get("__Host-session")
            location = answer.getheader("Location", "")
            return Answer(answer.status, location, text, opened.value if opened else "")
        finally:
            browser.close()

    def _written(
        self, method: str, data: Any, session: str, visitor: int, cookies: Sequence[str]
    ) -> tuple[dict[str, str], str | None]:
        """The headers and the body of a request."""
        held = [*cookies, f"__Host-csrf={_CSRF}"] if method == "POST" else [*cookies]
        held += [f"__Host-session={session}"] if session else []
        headers = {
            "X-Forwarded-Proto": "https",
            "X-Real-IP": f"198.51.{visitor // 250}.{visitor % 250 + 1}",
            **({"Cookie": "; ".join(held)} if held else {}),
        }
        if method != "POST":
            return headers, None
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers["Origin"] = f"https://127.0.0.1:{self.port}"
        return headers, urlencode({**data, "csrfmiddlewaretoken": _CSRF}, doseq=True)

    def raw_post(
        self, path: str, data: dict[str, Any], *, visitor: int, cookies: Sequence[str]
    ) -> bytes:
        """A form as it goes over a connection that stays open."""
        headers, body = self._written("POST", data, "", visitor, cookies)
        content = (body or "").encode()
        headers |= {"Host": f"127.0.0.1:{self.port}", "Content-Length": str(len(content))}
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {one}" for name, one in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + content

    @property
    def group(self) -> int:
        """The group of its processes."""
        assert self._process is not None
        return self._process.pid

    def get(self, path: str, **more: Any) -> Answer:
        return self.ask("GET", path, **more)

    def post(self, path: str, data: dict[str, Any], **more: Any) -> Answer:
        return self.ask("POST", path, data, **more)


def wait_for_the_dead() -> None:
    """Waits until PostgreSQL noticed that its clients are gone, and took back what they left."""
    if connection.vendor != "postgresql":
        return
    # Of this database: the other processes of tests have servers of their own.
    asked = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE application_name = %s AND datname = current_database()"
    )

    def gone() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(asked, [_PROCESS])
            return cursor.fetchone() == (0,)

    until(gone, "PostgreSQL still works for the dead")


def blocked_on_a_row() -> int:
    """How many of the server's transactions wait for a row that somebody else holds."""
    with connection.cursor() as cursor:
        # In a transaction, what was seen first would be seen for ever.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE application_name = %s AND datname = current_database()"
            " AND wait_event_type = 'Lock'",
            [_PROCESS],
        )
        return int(cursor.fetchone()[0])


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """The portal on this process's database, with production's shared cache, until the end."""
    call_command("createcachetable", "cache", verbosity=0)
    served = Served(folder, database_url())
    try:
        yield served
    finally:
        served.kill()
        wait_for_the_dead()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE cache")


def database_url() -> str:
    """The address of this process's database, for another one."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return os.environ["TEST_DATABASE_URL"].rpartition("/")[0] + f"/{name}"
