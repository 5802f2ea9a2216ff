"""A vote counted and published for tests, and its files in a folder."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from participation.budgets.actions.closing import seal_box
from participation.budgets.actions.counts import count_and_publish
from participation.budgets.actions.opening import open_box
from participation.budgets.models import Count, ParticipatoryBudget, PublishedFile
from tests.support import clock
from tests.support.votes import make_vote, vote

# Ballots of the usual vote: who chooses what.
BALLOTS = ((1, 2, 3), (1, 2), (1,), (1, 4), (4, 5))


def sealed(ballots: Any = BALLOTS, **fields: Any) -> ParticipatoryBudget:
    """A vote that is over, its box sealed."""
    fields.setdefault("envelope", 120_000)
    budget = make_vote(**fields)
    open_box(budget=budget, at=clock.during(budget))
    for number, chosen in enumerate(ballots, start=1):
        vote(budget, number, *chosen)
    seal_box(budget=budget, at=clock.after(budget))
    return budget


def counted(ballots: Any = BALLOTS, **fields: Any) -> Count:
    """The same, counted: 1 then 2 are elected, 4 was level with 2 and has a larger number."""
    budget = sealed(ballots, **fields)
    return count_and_publish(budget=budget, by=None, at=clock.after(budget))


def content_of(file: PublishedFile) -> bytes:
    """The bytes of a published file."""
    with file.stored.open("rb") as stored:
        content: bytes = stored.read()
    return content


def folder_of(count: Count, folder: Path) -> Path:
    """The published files, as somebody downloads them."""
    for one in count.files.all():
        (folder / one.name).write_bytes(content_of(one))
    return folder


def recounted_alone(folder: Path) -> subprocess.CompletedProcess[str]:
    """As a citizen runs it: no variable, no package, from another folder."""
    return subprocess.run(
        ["env", "-i", sys.executable, "-I", str(folder / "recompter.py"), str(folder)],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
