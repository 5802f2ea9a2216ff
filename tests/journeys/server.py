"""The demo city on a free port of this machine, with its data in a temporary folder."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.served import free_port

ROOT = Path(__file__).resolve().parents[2]
STARTING_SECONDS = 60


def _environment(folder: Path, port: int) -> dict[str, str]:
    given = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **given}


def _manage(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(arguments)}:\n{done.stdout}{done.stderr}"
    return done.stdout


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urllib.request.urlopen(f"{address}/healthz/ready", timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"the server does not answer:\n{log.read_text(encoding='utf-8')}")


@contextmanager
def demo_city(folder: Path) -> Iterator[str]:
    """The address of the demo city, loaded and served until the end of the block."""
    port = free_port()
    environment, address = _environment(folder, port), f"http://localhost:{port}"
    _manage(environment, "migrate", "--noinput", "--verbosity", "0")
    _manage(environment, "createcachetable")
    _manage(environment, "load_demo")
    log = folder / "server.log"
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "8"]
    command += ["--no-control-socket", "--log-level", "warning"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)
