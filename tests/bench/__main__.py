"""`make bench`: loads the model city and many ideas, measures each page, prints the ratios.

BENCH_IDEAS (default 20000) says how many; TEST_DATABASE_URL where (default: SQLite in a
temporary folder). Nothing is asserted: figures are read, and kept in docs/performance.md.
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

import django
from django.conf import settings

_ROUNDS = 40


def main() -> None:
    """Prepares a database of its own, measures, prints, and leaves nothing behind."""
    count = int(os.environ.get("BENCH_IDEAS", "20000"))
    with tempfile.TemporaryDirectory() as folder:
        if not os.environ.get("TEST_DATABASE_URL"):
            os.environ["TEST_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
        django.setup()
        from django.test.utils import get_runner, setup_test_environment  # noqa: PLC0415

        setup_test_environment(debug=False)
        runner = get_runner(settings)(verbosity=0, interactive=False)
        databases = runner.setup_databases()
        try:
            measure(count)
        finally:
            runner.teardown_databases(databases)


def measure(count: int) -> None:
    """Loads, then times every page as an anonymous reader, in this process."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from .volume import make_call  # noqa: PLC0415

    with redirect_stdout(io.StringIO()):
        call_command("load_demo")
    started = time.perf_counter()
    call = make_call(count)
    made = time.perf_counter() - started
    client = Client()
    bare = median(lambda: client.get("/healthz/live"))
    sys.stdout.write(
        f"{connection.vendor}, {count} ideas inserted in {made:.1f} s; "
        f"bare Django view: {bare * 1000:.2f} ms\n"
        f"{'page':<44}{'median':>9}{'p95':>9}{'ratio':>8}{'queries':>9}\n"
    )
    for name, address in addresses(call.url, client).items():
        with CaptureQueriesContext(connection) as queries:
            status = client.get(address).status_code
        asked = len(queries)
        times = timed(lambda address=address: client.get(address))
        middle = statistics.median(times)
        late = statistics.quantiles(times, n=20)[-1]
        sys.stdout.write(
            f"{name:<44}{middle * 1000:>6.1f} ms{late * 1000:>6.1f} ms"
            f"{middle / bare:>8.1f}{asked:>9}{'' if status == 200 else f'  HTTP {status}'}\n"
        )


def addresses(call_url: str, client: object) -> dict[str, str]:
    """What is measured: every kind of page, and the long list from its first to its last page."""
    return {
        "home": "/",
        "values": "/valeurs/",
        "project": "/le-projet/",
        "news": "/actualites/",
        "activities": "/participer/",
        "levels": "/participer/niveaux/",
        "ideas, first page": call_url,
        "ideas, after 1,000 pages": f"{call_url}?suite={cursor_at(call_url, 10_000)}",
        "ideas, last page": f"{call_url}?suite={cursor_at(call_url, -1)}",
        "ideas of a theme": f"{call_url}?theme=mesure-3",
        "ideas answered": f"{call_url}?etat=avec-reponse",
        "one idea": f"{call_url}idees/42/",
        "form": f"{call_url}contribuer/",
        "board": "/engagements/",
        "commitment": "/engagements/17/",
        "search": "/recherche/?q=service+public",
        "site map": "/plan-du-site/",
    }


def cursor_at(call_url: str, place: int) -> str:
    """The cursor a reader would have after that many ideas (or near the end)."""
    from participation.models import Contribution  # noqa: PLC0415
    from portal.cms.keyset import encode  # noqa: PLC0415

    slug = call_url.strip("/").split("/")[-1]
    rows = Contribution.objects.filter(activity__slug=slug)
    if place < 0:
        row = rows.order_by("published_at", "id")[10]
    else:
        row = rows.order_by("-published_at", "-id")[min(place, rows.count() - 1)]
    return encode([row.published_at, row.pk])


def timed(work: Callable[[], object]) -> list[float]:
    """Seconds of each round, after three rounds to warm up."""
    times = []
    for n in range(_ROUNDS + 3):
        started = time.perf_counter()
        work()
        if n >= 3:
            times.append(time.perf_counter() - started)
    return times


def median(work: Callable[[], object]) -> float:
    """The middle of the rounds, in seconds."""
    return statistics.median(timed(work))


if __name__ == "__main__":
    main()
