"""`python -m tests.bench.codes`: draws and keeps 100,000 voting codes, then 500 letters.

TEST_DATABASE_URL says where (default: SQLite in a temporary folder), BENCH_CODES how many.
Nothing is asserted: figures are read, and kept in docs/decisions/0025-paper-ballots.md.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django
from django.conf import settings


def main() -> None:
    """Prepares a database of its own, measures, and leaves nothing behind."""
    count = int(os.environ.get("BENCH_CODES", "100000"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("TEST_DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
        django.setup()
        from django.test.utils import get_runner  # noqa: PLC0415

        runner = get_runner(settings)(verbosity=0, interactive=False)
        databases = runner.setup_databases()
        try:
            measure(count)
        finally:
            runner.teardown_databases(databases)


def measure(count: int) -> None:
    """Prints the seconds of each step."""
    from participation.budgets import pdf  # noqa: PLC0415
    from participation.budgets.actions.codes import make_codes  # noqa: PLC0415
    from participation.budgets.queries.paper import code_batches  # noqa: PLC0415
    from participation.budgets.queries.rules import rules_in_force  # noqa: PLC0415
    from tests.factories.accounts import AgentFactory  # noqa: PLC0415
    from tests.factories.cms import make_site  # noqa: PLC0415
    from tests.support import clock  # noqa: PLC0415
    from tests.support.paper_votes import paper_vote  # noqa: PLC0415

    make_site()
    budget, by = paper_vote(), AgentFactory.create()
    given: dict[str, Any] = {"label": "Mesure", "envelope": "", "reason": "Mesure"}
    begun = time.perf_counter()
    made = make_codes(budget=budget, count=count, by=by, at=clock.NOW, **given)
    _print(f"{count} codes drawn, hashed and written", begun)
    begun = time.perf_counter()
    size = sum(len(piece) for piece in pdf.codes_csv(budget, made.codes))
    _print(f"their table ({size} bytes)", begun)
    begun = time.perf_counter()
    list(code_batches())
    _print("the list of batches", begun)
    rules = rules_in_force(budget)
    if pdf.engine() is not None and rules is not None:
        begun = time.perf_counter()
        pdf.letters_pdf(budget, rules, made.codes[:500])
        _print("500 letters", begun)


def _print(what: str, begun: float) -> None:
    sys.stdout.write(f"{what}: {time.perf_counter() - begun:.2f} s\n")


if __name__ == "__main__":
    main()
