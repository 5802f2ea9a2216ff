"""`python -m tests.bench.drafting`: 500 amendments on a text of 200 paragraphs, page by page.

Time of the server's processor by the test client (median and p95 of BENCH_ROUNDS, default 15), then
how long it takes to find the conflicts of all that was adopted and to write a version.
TEST_DATABASE_URL says where (SQLite by default); the database is its own and is removed. The
promise: under 300 ms a page.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
from django.conf import settings
from django.utils import timezone

PARAGRAPHS, AMENDMENTS, SECTIONS = 200, 500, 20
LIMIT_MS = 300
WORDS = (
    "La maison nº {n} accueille les familles «\u00a0sans rendez-vous\u00a0» le samedi matin. "
    "L’équipe y propose des ateliers, un café associatif et l’aide aux démarches, chaque semaine, "
    "avec les associations. Le cœur du projet reste l’écoute, l’entraide et la fête."
)


def main() -> None:
    """Makes the text, measures, prints; leaves nothing behind."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    from django.test.utils import get_runner  # noqa: PLC0415

    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        measure()
    finally:
        runner.teardown_databases(databases)


def measure() -> None:
    """Each page, then the actions of the group."""
    from django.test import Client  # noqa: PLC0415

    from participation.drafting.queries.working import working_text  # noqa: PLC0415
    from tests.factories.cms import make_site  # noqa: PLC0415
    from tests.factories.drafting import next_version, paragraph_of  # noqa: PLC0415

    make_site()
    drafting = make_text()
    amend(drafting)
    client = Client()
    key = paragraph_of(drafting, "1.1").key
    say(f"{AMENDMENTS} amendments, {PARAGRAPHS} paragraphs; load {os.getloadavg()[0]:.1f}")
    for rest in ("", "contribuer/", "amendements/", f"paragraphes/{key}/", "amendements/1/"):
        timed(rest or "(text)", lambda rest=rest: client.get(drafting.url + rest))  # type: ignore[misc]
    timed("(conflicts of all adopted)", lambda: working_text(drafting).clashes, limit=False)
    started = time.process_time()
    version = next_version(drafting)
    say(f"{'(version written)':32} {1000 * (time.process_time() - started):8.0f} ms")
    for rest in ("versions/", f"versions/{version.number}/", "versions/comparer/?de=1&a=2"):
        timed(rest, lambda rest=rest: client.get(drafting.url + rest))  # type: ignore[misc]


def make_text() -> Any:
    """The text: sections of ten paragraphs."""
    from tests.factories.drafting import DraftingFactory  # noqa: PLC0415

    each = PARAGRAPHS // SECTIONS
    parts: list[tuple[str, str]] = []
    for section in range(SECTIONS):
        parts.append(("heading", f"Partie {section + 1}"))
        parts += [("paragraph", WORDS.format(n=section * each + n)) for n in range(each)]
    now = timezone.now()
    day = timedelta(days=1)
    return DraftingFactory.create(text=parts, opens_at=now - 20 * day, closes_at=now + 20 * day)


def amend(drafting: Any) -> None:
    """500 amendments, three to each fifth paragraph and two to the others; half of them adopted."""
    from participation.drafting.actions import decide_amendment  # noqa: PLC0415
    from tests.factories.drafting import published_amendment  # noqa: PLC0415

    changes = (("samedi", "dimanche"), ("café", "jardin"), ("fête", "solidarité"))
    each = PARAGRAPHS // SECTIONS
    made = 0
    for round_, change in enumerate(changes):
        for place in range(PARAGRAPHS):
            if made == AMENDMENTS:
                return
            label = f"{place // each + 1}.{place % each + 1}"
            amendment = published_amendment(drafting, label=label, change=change)
            made += 1
            if (place + round_) % 2 == 0:
                decide_amendment(
                    amendment=amendment,
                    outcome="retained",
                    reason="Utile.",
                    by=None,
                    at=amendment.submitted_at,
                )


def timed(name: str, work: Callable[[], Any], *, limit: bool = True) -> None:
    """Prints the median and the 95th percentile of some rounds, once warm."""
    rounds = int(os.environ.get("BENCH_ROUNDS", "15"))
    work()
    spent = []
    for _round in range(rounds):
        started = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - started))
    p95 = sorted(spent)[int(len(spent) * 0.95) - 1]
    verdict = "" if not limit else "ok" if p95 < LIMIT_MS else f"over {LIMIT_MS} ms"
    say(f"{name:32} {statistics.median(spent):8.0f} ms median {p95:8.0f} ms p95 {verdict}")


def say(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
