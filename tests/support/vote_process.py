"""A process of its own that casts or seals, which a test may kill: `python -m … cast PK FIRST`.

It says each ballot only once it is in the box. With a third word, it stops before the first
statement that begins so, says `STOPPED` and waits: the test knows where it kills.
"""

import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from itertools import count
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from participation.budgets.actions.closing import seal_box  # noqa: E402
from participation.budgets.models import ParticipatoryBudget  # noqa: E402
from tests.support.votes import vote  # noqa: E402


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def stopping(beginning: str) -> Any:
    """Stops for ever before a statement that begins so."""

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(beginning):
            say("STOPPED")
            sys.stdin.read()
        return execute(sql, *rest)

    return connection.execute_wrapper(watch) if beginning else nullcontext()


def main(work: str, budget_pk: str, at: str, first: str, beginning: str = "") -> None:
    budget = ParticipatoryBudget.objects.get(pk=int(budget_pk))
    moment = datetime.fromisoformat(at)
    with stopping(beginning):
        if work == "seal":
            seal_box(budget=budget, at=moment)
            say("SEALED")
            return
        for number in count(int(first)):
            cast = vote(budget, number, 1 + number % 6, at=moment)
            say(number, cast.receipt)


if __name__ == "__main__":
    main(*sys.argv[1:])
