"""`make bench`: loads the model city and many ideas, measures each page, prints the ratios.

BENCH_IDEAS (default 20000) says how many; TEST_DATABASE_URL where (default: SQLite in a
temporary folder). BENCH_KEPT=1 measures on that database as tests.bench.generate filled it.
BENCH_COMMITMENTS=500 adds commitments with ten years of news, reviews and figures.
BENCH_ONLY names the pages to measure by a part of their name, BENCH_PLANS=20 explains each query
that takes so many milliseconds. Nothing is asserted: figures are read, and kept in
docs/performance.md.
"""

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import django
from django.conf import settings

_ROUNDS = 40
# A page that takes seconds is read less often: what is wrong with it is seen at once.
_LEAST_ROUNDS = 5
_LONGEST = 20.0


def main() -> None:
    """Prepares a database of its own unless one is kept, measures, and leaves nothing behind."""
    count = int(os.environ.get("BENCH_IDEAS", "20000"))
    with tempfile.TemporaryDirectory() as folder:
        if not os.environ.get("TEST_DATABASE_URL"):
            os.environ["TEST_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
        django.setup()
        from django.test.utils import get_runner, setup_test_environment  # noqa: PLC0415

        from participation.ideas.models import IdeaConsultation  # noqa: PLC0415

        from .volume import SLUG  # noqa: PLC0415

        setup_test_environment(debug=False)
        if os.environ.get("BENCH_KEPT"):
            measure(IdeaConsultation.objects.get(slug=SLUG))
            return
        runner = get_runner(settings)(verbosity=0, interactive=False)
        databases = runner.setup_databases()
        try:
            measure(_filled(count))
        finally:
            runner.teardown_databases(databases)


def _filled(count: int) -> Any:
    from django.core.management import call_command  # noqa: PLC0415

    from .commitments import make_commitments  # noqa: PLC0415
    from .volume import make_call  # noqa: PLC0415

    with redirect_stdout(io.StringIO()):
        call_command("load_demo")
    if commitments := int(os.environ.get("BENCH_COMMITMENTS", "0")):
        make_commitments(commitments)
    return make_call(count)


def measure(call: Any) -> None:
    """Times every page in this process: as a stranger, as an administrator, as a supporter."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from portal.accounts.models import User  # noqa: PLC0415
    from tests.support.client import settle  # noqa: PLC0415

    from .pages import cases  # noqa: PLC0415

    stranger, staff = Client(), Client()
    person = User.objects.get_or_create(
        email="mesure@example.org", defaults={"is_staff": True, "is_superuser": True}
    )[0]
    staff.force_login(person)
    settle(staff)
    bare = statistics.median(timed(lambda: stranger.get("/healthz/live")))
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    say(
        f"{connection.vendor}, {call.figures.published_count} published ideas, "
        f"{call.figures.support_count} supports; bare Django view: {bare * 1000:.2f} ms; "
        f"load of the machine at the start: {load}\n"
        f"{'page':<40}{'median':>12}{'p95':>12}{'ratio':>8}{'queries':>9}"
    )
    only = os.environ.get("BENCH_ONLY", "")
    for case in cases(call):
        if only in case.name:
            client = staff if case.staff else stranger
            report(case.name, bare, lambda c=client, a=case.address: c.get(a), cold=case.cold)
    if only in "support, POST":
        report("support, POST", bare, presses(staff, call))


def presses(client: Any, call: Any) -> Callable[[], Any]:
    """Supports the most supported idea, takes it back, and so on."""
    from participation.models import Contribution  # noqa: PLC0415

    ideas: Any = Contribution.objects.published().filter(activity=call.pk)
    address = f"{ideas.order_by('-support_count', '-id').first().url}soutenir/"
    actions = ["soutenir", "retirer"]

    def press() -> Any:
        actions.reverse()
        return client.post(address, {"action": actions[1]})

    return press


def report(name: str, bare: float, work: Callable[[], Any], *, cold: bool = False) -> None:
    """Does it many times, and prints a line of figures."""
    from django.core.cache import cache  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from .plans import explain  # noqa: PLC0415

    before = cache.clear if cold else None
    work()
    if before:
        before()
    with CaptureQueriesContext(connection) as queries:
        status = work().status_code
    asked = [query["sql"] for query in queries.captured_queries]
    wrong = "" if status in {200, 302} else f"  HTTP {status}"
    times = timed(work, before)
    middle, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    say(
        f"{name:<40}{middle * 1000:>9.1f} ms{late * 1000:>9.1f} ms"
        f"{middle / bare:>8.1f}{len(asked):>9}{wrong}"
    )
    if slow := os.environ.get("BENCH_PLANS"):
        explain(asked, float(slow), say)


def timed(work: Callable[[], Any], before: Callable[[], Any] | None = None) -> list[float]:
    """Seconds of each round, after two rounds to warm up."""
    times: list[float] = []
    for n in range(_ROUNDS + 2):
        if before:
            before()
        started = time.perf_counter()
        work()
        if n >= 2:
            times.append(time.perf_counter() - started)
        if len(times) >= _LEAST_ROUNDS and sum(times) > _LONGEST:
            break
    return times


def say(line: str) -> None:
    """Prints a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
