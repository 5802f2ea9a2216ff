"""`python -m tests.bench.voting`: a hundred ballots a second for a minute, at their hour.

First by the action alone (two processes of four threads), then by the page, through Gunicorn as
docs/operations.md starts it. Ballots leave at a fixed rate whatever the answers: a late one counts
its wait. What is posted is made beforehand, and sent by one thread over connections kept open, as a
web server in front does (`presses.py`): on the same two cores, it takes as little as it can, and
its share is said. BENCH_VOTES (default 6000), BENCH_RATE (default 100 a second), TEST_DATABASE_URL
where (default: a PostgreSQL database of its own, removed at the end unless BENCH_KEPT=1).
BENCH_ONLY is `action` or `page`.
One voter in fifty votes twice at the same moment: no ballot may be lost, none be there twice.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from .presses import send_at_rate, spent_by

PROJECTS, PROCESSES, THREADS = 100, 2, 4
# Every so many ballots, one of a voter who has just voted.
TWICE = 50


def main() -> None:
    """Prepares a database of its own, measures, prints, and leaves nothing behind."""
    os.environ.setdefault("TEST_DATABASE_URL", "postgres:///load")
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    from django.test.utils import get_runner  # noqa: PLC0415

    kept = bool(os.environ.get("BENCH_KEPT"))
    runner = get_runner(settings)(verbosity=0, interactive=False, keepdb=kept)
    databases = runner.setup_databases()
    only = os.environ.get("BENCH_ONLY", "")
    from tests.factories.cms import make_site  # noqa: PLC0415

    try:
        make_site()
        load = os.getloadavg()[0]
        say(f"{count_of()} ballots, {rate_of():.0f} a second; load of the machine {load:.1f}")
        if only != "page":
            by_action()
        if only != "action":
            with tempfile.TemporaryDirectory() as folder:
                by_page(Path(folder))
    finally:
        runner.teardown_databases(databases)


def count_of() -> int:
    return int(os.environ.get("BENCH_VOTES", "6000"))


def rate_of() -> float:
    return float(os.environ.get("BENCH_RATE", "100"))


def voter_of(number: int) -> int:
    """Who casts the ballot of this number; now and then, the one before again."""
    return number - 1 if number % TWICE == TWICE - 1 else number


def choices_of(number: int) -> tuple[int, ...]:
    """Five different projects of a hundred."""
    return tuple(1 + (number + step) % PROJECTS for step in (0, 7, 11, 13, 17))


def make_open_vote() -> Any:
    """A vote open now, of a hundred projects."""
    from django.utils import timezone  # noqa: PLC0415

    from participation.budgets.actions.opening import open_box  # noqa: PLC0415
    from tests.support.votes import make_vote  # noqa: PLC0415

    now = timezone.now()
    budget = make_vote(
        PROJECTS,
        slug=f"mesure-{time.time_ns()}",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )
    open_box(budget=budget, at=now)
    return budget


def by_action() -> None:
    """The action alone, from processes of their own."""
    budget = make_open_vote()
    start = time.time() + 8
    command = [sys.executable, "-m", "tests.bench.voting", "work", str(budget.pk), str(start)]
    from tests.support.served import database_url  # noqa: PLC0415

    environment = {**os.environ, "TEST_DATABASE_URL": database_url()}
    workers = [
        subprocess.Popen(
            [*command, str(number)], env=environment, stdout=subprocess.PIPE, text=True
        )
        for number in range(PROCESSES)
    ]
    asked: list[Any] = []
    for worker in workers:
        out, _error = worker.communicate()
        asked += json.loads(out)
    report("by the action", asked)
    verify(budget, [one[1] for one in asked if one[1]])


def work(budget_pk: int, start: float, place: int) -> None:
    """What one process casts: its share of the numbers, each at its moment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from participation.budgets.models import ParticipatoryBudget  # noqa: PLC0415
    from tests.support.votes import vote  # noqa: PLC0415

    budget = ParticipatoryBudget.objects.get(pk=budget_pk)

    def cast(number: int) -> tuple[float, str]:
        due = wait_for(start, number)
        chosen = set(choices_of(number))
        receipt = vote(budget, voter_of(number), *chosen, at=timezone.now()).receipt
        return time.time() - due, receipt

    numbers = range(place, count_of(), PROCESSES)
    with ThreadPoolExecutor(THREADS) as pool:
        say(json.dumps(list(pool.map(cast, numbers))))


def by_page(folder: Path) -> None:
    """The last press of a voter, through the servers of production."""
    from django.db import connection  # noqa: PLC0415

    from tests.support.served import serving  # noqa: PLC0415

    budget = make_open_vote()
    baskets = [browser_of(budget, number) for number in range(count_of())]
    with serving(folder) as served:
        served.start()
        presses = [press_of(served, budget, *one) for one in enumerate(baskets)]
        # Templates, rules and connections are read once: a city's servers have been there for days.
        for number in range(40):
            served.get(budget.url, visitor=number)
        name = str(connection.settings_dict["NAME"])
        before = spent_by(served.group, name)
        asked = send_at_rate(served.port, presses, rate_of())
        after = spent_by(served.group, name)
    report("by the page", asked)
    wrong = [one[1] for one in asked if one[1]]
    say(f"  refused or failed: {len(wrong)} {sorted(set(wrong))}")
    said = (f"{who} {(after[who] - before[who]) * 1000 / len(asked):.1f} ms" for who in before)
    say(f"  processor time of one ballot: {', '.join(said)}")
    verify(budget, [])


def browser_of(budget: Any, number: int) -> str:
    """The basket that a voter's browser holds, with the proof of an address."""
    from django.http import HttpResponse  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from participation.budgets.basket import Basket  # noqa: PLC0415
    from participation.budgets.enums import CITY_ENVELOPE, KeyKind  # noqa: PLC0415
    from participation.budgets.proofs import Proof  # noqa: PLC0415
    from participation.budgets.views.baskets import Remembered, remember  # noqa: PLC0415

    now = timezone.now()
    chosen = tuple((str(one), 1) for one in sorted(set(choices_of(number))))
    basket = Basket(seed=1, envelope=CITY_ENVELOPE, chosen={CITY_ENVELOPE: chosen})
    address = f"votant{voter_of(number)}@ville.example"
    proof = Proof(KeyKind.MAIL, address, int(now.timestamp()))
    response = HttpResponse()
    remember(response, budget, Remembered(basket=basket, proof=proof), now)
    return str(response.cookies[settings.BASKET_COOKIE_NAME].value)


def press_of(served: Any, budget: Any, number: int, basket: str) -> bytes:
    """The form of the last step, as a browser posts it."""
    from tests.support.votes import letters  # noqa: PLC0415

    data = {
        "action": "voter",
        "surname": "Martin",
        "first_names": f"Camille {letters(voter_of(number))}",
        "born_on": "03/02/1980",
        "eligible": "on",
    }
    path, cookies = f"{budget.url}contribuer/voter/", [f"__Secure-panier={basket}"]
    asked: bytes = served.raw_post(path, data, visitor=number, cookies=cookies)
    return asked


def wait_for(start: float, number: int) -> float:
    """The moment at which this ballot leaves, once it has come."""
    due = start + number / rate_of()
    time.sleep(max(0.0, due - time.time()))
    return due


def report(what: str, asked: list[Any]) -> None:
    """The line of figures of one way to vote."""
    times = [one[0] * 1000 for one in asked]
    late = statistics.quantiles(times, n=20)[-1]
    say(
        f"{what}: {len(times)} ballots, median {statistics.median(times):.0f} ms, "
        f"p95 {late:.0f} ms, longest {max(times):.0f} ms"
    )


def verify(budget: Any, receipts: list[str]) -> None:
    """Nothing lost, nothing twice: as many ballots as voters, and every last receipt there."""
    from participation.budgets.ballot_box import receipt_hash  # noqa: PLC0415
    from participation.budgets.models import Ballot, VoterEntry  # noqa: PLC0415

    voters = len({voter_of(number) for number in range(count_of())})
    ballots = Ballot.objects.filter(budget=budget)
    entries = VoterEntry.objects.filter(budget=budget).count()
    there = set(ballots.values_list("receipt_hash", flat=True))
    known = sum(receipt_hash(one) in there for one in receipts)
    say(f"  voters {voters}, lines of the roll {entries}, ballots {len(there)}")
    if receipts:
        say(f"  receipts given {len(receipts)}, of which replaced {len(receipts) - known}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["work"]:
        work(int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]))
    else:
        main()
