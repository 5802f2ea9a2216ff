"""`python -m tests.bench.sealing`: a large box sealed, counted and published, on PostgreSQL.

BENCH_BALLOTS (default 1000000) ballots of one to five projects of a hundred are written sealed, as
voters leave them, with their lines of the roll. Then each step is a process of its own, whose time
and memory are said: sealing, count and publication (equal shares, add1u, both computations), the
recount of the published folder by its own script. TEST_DATABASE_URL where (default: a PostgreSQL
database of its own, removed at the end unless BENCH_KEPT=1).
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
from django.conf import settings

from .voting import say

PROJECTS, BATCH = 100, 20_000


def main() -> None:
    """Prepares, measures each step, prints, and leaves nothing behind."""
    os.environ.setdefault("TEST_DATABASE_URL", "postgres:///sealing")
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    from django.test.utils import get_runner  # noqa: PLC0415

    kept = bool(os.environ.get("BENCH_KEPT"))
    runner = get_runner(settings)(verbosity=0, interactive=False, keepdb=kept)
    databases = runner.setup_databases()
    from tests.factories.cms import make_site  # noqa: PLC0415
    from tests.support.served import database_url  # noqa: PLC0415

    many = int(os.environ.get("BENCH_BALLOTS", "1000000"))
    say(f"{many} ballots; load of the machine {os.getloadavg()[0]:.1f}")
    try:
        make_site()
        start = time.monotonic()
        budget = make_full_box(many)
        say(f"  written in {time.monotonic() - start:.0f} s, {size_of_database()} MB")
        with tempfile.TemporaryDirectory() as media:
            environment = {
                **os.environ,
                "TEST_DATABASE_URL": database_url(),
                "BENCH_MEDIA": media,
            }
            for step in STEPS:
                command = [sys.executable, "-m", "tests.bench.sealing", step, str(budget.pk)]
                subprocess.run(command, env=environment, check=True)
            say(f"  database {size_of_database()} MB")
    finally:
        runner.teardown_databases(databases)


def make_full_box(many: int) -> Any:
    """A vote that is over, with so many ballots as their voters left them."""
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from participation.budgets.actions.opening import open_box  # noqa: PLC0415
    from participation.budgets.models import ParticipatoryBudget  # noqa: PLC0415
    from tests.support.votes import make_vote  # noqa: PLC0415

    now = timezone.now()
    budget = make_vote(
        PROJECTS,
        slug=f"mesure-{time.time_ns()}",
        envelope=max(3_000_000, 3 * many),
        counting_rule="mes",
        completion="add1u",
        max_choices=5,
        opens_at=now - timedelta(days=2),
        closes_at=now + timedelta(days=1),
    )
    open_box(budget=budget, at=now)
    for first in range(0, many, BATCH):
        write_ballots(budget.pk, min(BATCH, many - first), random.Random(first))
    ParticipatoryBudget.objects.filter(pk=budget.pk).update(closes_at=now - timedelta(hours=1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return budget


def write_ballots(budget_pk: int, many: int, drawn: random.Random) -> None:
    """Lines of the roll and their sealed ballots, by COPY: as casting writes them, but together."""
    from django.db import connection  # noqa: PLC0415

    from participation.budgets import ballot_box  # noqa: PLC0415
    from participation.budgets.enums import CITY_ENVELOPE  # noqa: PLC0415

    box: Any = ballot_box.box_with_keys(budget_pk)
    entries = [uuid.uuid4() for _ in range(many)]
    liked = [1 / (number + 3) ** 0.7 for number in range(PROJECTS)]
    with connection.cursor() as cursor:
        columns = "id, budget_id, channel, envelope, voted_on"
        with cursor.copy(f"COPY budgets_voterentry ({columns}) FROM STDIN") as rows:
            for one in entries:
                rows.write_row((one, budget_pk, "online", CITY_ENVELOPE, box.opened_at.date()))
        columns = "id, budget_id, envelope, pseudonym, sealed, receipt_hash"
        with cursor.copy(f"COPY budgets_ballot ({columns}) FROM STDIN") as rows:
            for one in entries:
                chosen = set(drawn.choices(range(1, PROJECTS + 1), liked, k=drawn.randint(1, 5)))
                said = tuple((str(project), 1) for project in sorted(chosen))
                sealed = ballot_box.seal(box, said)
                name = ballot_box.pseudonym(box, one)
                receipt = ballot_box.receipt_hash(ballot_box.new_receipt())
                rows.write_row((uuid.uuid4(), budget_pk, CITY_ENVELOPE, name, sealed, receipt))


def size_of_database() -> int:
    """In megabytes."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()) / 1000000")
        return int(cursor.fetchone()[0])


def measured(step: str, budget_pk: int) -> None:
    """One step, in this process: its time and its memory."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    settings.MEDIA_ROOT = os.environ["BENCH_MEDIA"]
    from participation.budgets.models import ParticipatoryBudget  # noqa: PLC0415

    budget = ParticipatoryBudget.objects.get(pk=budget_pk)
    start = time.monotonic()
    said = STEPS[step](budget)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    took = time.monotonic() - start
    say(f"  {step}: {took:.0f} s, {time.process_time():.0f} s of processor, {memory} MB{said}")
    if children:
        say(f"    its script: {children} MB")


def seal(budget: Any) -> str:
    """Sealing, with the wiping of what it erased."""
    from django.utils import timezone  # noqa: PLC0415

    from participation.budgets.actions.closing import seal_box  # noqa: PLC0415

    seal_box(budget=budget, at=timezone.now())
    return ""


def publish(budget: Any) -> str:
    """The count by both computations, and its files."""
    from django.utils import timezone  # noqa: PLC0415

    from participation.budgets.actions.counts import count_and_publish  # noqa: PLC0415

    count = count_and_publish(budget=budget, by=None, at=timezone.now())
    files = sum(one.size for one in count.files.all())
    return f", {count.files.count()} files of {files // 1_000_000} MB"


def recount_again(budget: Any) -> str:
    """The published script on the published files."""
    from django.utils import timezone  # noqa: PLC0415

    from participation.budgets.actions.recounts import recount  # noqa: PLC0415
    from participation.budgets.models import Count  # noqa: PLC0415

    made = recount(count=Count.objects.get(budget=budget), at=timezone.now())
    return f", identical: {made.is_identical}"


STEPS: dict[str, Callable[[Any], str]] = {
    "sealing": seal,
    "count and publication": publish,
    "recount": recount_again,
}


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measured(sys.argv[1], int(sys.argv[2]))
    else:
        main()
