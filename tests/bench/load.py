"""`python -m tests.bench.load`: many people at once, through the servers of production.

Gunicorn with two workers of eight threads answers on this machine only; the people are threads of
this process, on the same cores. BENCH_IDEAS (default 20000) says how many ideas the list holds,
TEST_DATABASE_URL where (default: a PostgreSQL database of its own, removed at the end).
"""

import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from threading import Barrier
from typing import Any

import django
from django.conf import settings

PEOPLE = 200
READERS = (1, 16, PEOPLE)
SECONDS = 15


@dataclass(frozen=True)
class Asked:
    """One request: how long it took, and how it ended."""

    seconds: float
    end: str


def main() -> None:
    """Prepares a database of its own, measures, prints, and leaves nothing behind."""
    count = int(os.environ.get("BENCH_IDEAS", "20000"))
    os.environ.setdefault("TEST_DATABASE_URL", "postgres:///load")
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    from django.test.utils import get_runner  # noqa: PLC0415

    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        with tempfile.TemporaryDirectory() as folder:
            measure(count, Path(folder))
    finally:
        runner.teardown_databases(databases)


def measure(count: int, folder: Path) -> None:
    """Loads, serves, then lets people press and read."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from participation.actions.counters import recount  # noqa: PLC0415
    from participation.models import Contribution  # noqa: PLC0415
    from tests.support.served import serving  # noqa: PLC0415

    from .volume import make_call  # noqa: PLC0415

    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        call_command("load_demo")
    call = make_call(count)
    recount(activity=call)
    one, other = Contribution.objects.filter(activity=call).published().order_by("number")[:2]
    say(f"{connection.vendor}, {count} ideas; times in milliseconds; load {os.getloadavg()[0]:.1f}")
    say(f"{'':<44}{'per second':>11}{'median':>9}{'p95':>9}{'errors':>8}")
    with serving(folder) as served:
        served.start()
        press(served, one, "supports at once by one person", people=1)
        press(served, other, "supports at once, each by another person", people=PEOPLE)
        address = call.url
        for readers in READERS:
            read(lambda: served.get(address), readers)
    say(f"counters wrong: {recount(activity=call)}")


def press(served: Any, idea: Any, what: str, *, people: int) -> None:
    """Two hundred presses at the same moment, and how many supports they made."""
    from participation.models import Support  # noqa: PLC0415
    from tests.factories.accounts import UserFactory  # noqa: PLC0415
    from tests.support.served import session_of  # noqa: PLC0415

    sessions = [session_of(UserFactory.create()) for _ in range(people)]
    address, ready = f"{idea.url}soutenir/", Barrier(PEOPLE)
    before = Support.objects.filter(contribution=idea).count()

    def work(number: int) -> Asked:
        ready.wait()
        data = {"action": "soutenir"}
        session = sessions[number % people]
        return timed(lambda: served.post(address, data, session=session), expected=302)

    started = time.perf_counter()
    with ThreadPoolExecutor(PEOPLE) as pool:
        asked = list(pool.map(work, range(PEOPLE)))
    report(f"{PEOPLE} {what}", asked, time.perf_counter() - started)
    counted = Support.objects.filter(contribution=idea).count() - before
    idea.refresh_from_db()
    say(f"  supports made: {counted}; the idea says {idea.support_count - before} more")


def read(get: Callable[[], Any], readers: int) -> None:
    """So many people read the list again and again, for some seconds."""
    ready, end = Barrier(readers), time.perf_counter() + SECONDS

    def work(_number: int) -> list[Asked]:
        ready.wait()
        asked = []
        while time.perf_counter() < end:
            asked.append(timed(get, expected=200))
        return asked

    started = time.perf_counter()
    with ThreadPoolExecutor(readers) as pool:
        asked = [each for some in pool.map(work, range(readers)) for each in some]
    report(f"{readers} readers of the list at once", asked, time.perf_counter() - started)


def timed(work: Callable[[], Any], *, expected: int) -> Asked:
    """One request, whose failure is counted and never raised."""
    from tests.support.served import CUT  # noqa: PLC0415

    started = time.perf_counter()
    try:
        status = work().status
        end = "" if status == expected else f"HTTP {status}"
    except CUT as error:
        end = type(error).__name__
    return Asked(time.perf_counter() - started, end)


def report(what: str, asked: list[Asked], took: float) -> None:
    """One line of figures; then each kind of error, if there was any."""
    times = [each.seconds * 1000 for each in asked]
    late = statistics.quantiles(times, n=20)[-1]
    errors = Counter(each.end for each in asked if each.end)
    say(
        f"{what:<44}{len(asked) / took:>11.1f}{statistics.median(times):>9.0f}{late:>9.0f}"
        f"{errors.total():>8}"
    )
    for end, count in errors.items():
        say(f"  {end}: {count}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
