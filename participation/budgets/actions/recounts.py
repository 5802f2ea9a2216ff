"""The recount of each day: the published script on the published files, with nothing else."""

import hashlib
import logging
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from ..count_rules import recount_is_due
from ..enums import VoteEventKind
from ..mails import mail_recount_differs
from ..models import Count, PublishedFile, Recount
from .journal import record
from .publication import SCRIPT

logger = logging.getLogger("participation")

# A million ballots by equal shares, on a slow and busy machine.
_SECONDS = 1_800
_REPORT = 20_000
_CHUNK = 1 << 20


def recount_when_due(*, count: Count, at: datetime) -> Recount | None:
    """Recounts unless it was done today; None when it was."""
    last = count.recounts.values_list("made_at", flat=True).order_by("-made_at").first()
    return recount(count=count, at=at) if recount_is_due(last, at) else None


def recount(*, count: Count, at: datetime) -> Recount:
    """Runs the script that citizens run, on the files that they download; notes what it says.

    Identical: every file is the one that was published, and the script finds the same result.
    Otherwise the officers are told by mail, and the page of results says it. The journal has a
    line for the first recount and for each change of what recounts say.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        faults = _fetch(count.files.all(), folder)
        identical, said = (False, "") if faults else _run(folder)
    report = "\n".join([*faults, said]).strip()[:_REPORT]
    return _note(count, identical, report, at)


def _fetch(files: Iterable[PublishedFile], folder: Path) -> list[str]:
    """Takes the files from the storage; says which ones are gone or are not what was published."""
    faults = []
    for one in files:
        digest = hashlib.sha256()
        try:
            with one.stored.open("rb") as source, (folder / one.name).open("wb") as target:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    target.write(chunk)
        except OSError as error:
            faults.append(f"{one.name}: {type(error).__name__}")
            continue
        if digest.hexdigest() != one.sha256:
            faults.append(f"{one.name}: {one.sha256} != {digest.hexdigest()}")
    return faults


def _run(folder: Path) -> tuple[bool, str]:
    """Runs the script alone: no variable, no site package, no folder but its own."""
    command = [sys.executable, "-I", SCRIPT, "."]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, checked by its fingerprint
            command,
            cwd=folder,
            env={},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return False, repr(error)
    return done.returncode == 0, f"{done.stdout}{done.stderr}"


def _note(count: Count, identical: bool, report: str, at: datetime) -> Recount:
    script = count.files.filter(name=SCRIPT).values_list("sha256", flat=True).first() or ""
    with transaction.atomic():
        before = count.recounts.order_by("-made_at", "-pk").first()
        made = Recount.objects.create(
            count=count,
            made_at=at,
            is_identical=identical,
            report=report,
            script_sha256=script,
            python=platform.python_version(),
        )
        if before is None or before.is_identical != identical:
            record(budget=count.budget, kind=VoteEventKind.RECOUNTED, at=at, identical=identical)
        if not identical:
            mail_recount_differs(count.budget)
    level = logging.INFO if identical else logging.ERROR
    extra = {"event": "budgets.recounted", "budget": count.budget_id, "identical": identical}
    logger.log(level, "Recount", extra=extra)
    return made
