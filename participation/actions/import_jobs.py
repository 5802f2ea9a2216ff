"""What a worker does for imports: takes one by a lease, checks it, writes it, or sweeps it away.

A worker may be killed at any moment: whoever takes the import over goes on from `done_rows`.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from portal.tables import BadTable

from ..enums import ImportState
from ..models import Contribution, ContributionImport, Neighbourhood, Theme
from ..queries.imports import Fault, LineReader, note_sign_of_life, opened
from .import_writing import LostLease, hold, reserve_numbers, stage_batch, take_over
from .journal import log

logger = logging.getLogger("participation.actions")
Clock = Callable[[], datetime]
T = TypeVar("T")

BATCH = 1_000
KEPT_FAULTS = 500
SHOWN_NAMES = 50
LEASE = timedelta(seconds=60)
# A file that nobody imported, and the report about it, are forgotten after these days.
KEPT_DAYS = 30
_AT_WORK = (ImportState.CHECKING, ImportState.RUNNING)
_REFUSED = (ImportState.FAILED, ImportState.UNDONE)


class _Stopped(Exception):
    """The import cannot be done as a whole; says why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self.faults = faults


def take_job(*, worker: str, at: datetime, lease: timedelta = LEASE) -> ContributionImport | None:
    """The next import to work on, for this worker alone, or None.

    One conditional UPDATE decides between workers, on every database: whoever comes second
    changes no row. What has to be swept away comes first: it holds numbers.
    """
    free = Q(heartbeat_at__isnull=True) | Q(heartbeat_at__lt=at - lease)
    left = Exists(Contribution.objects.filter(imported_by=OuterRef("pk")))
    waiting = ContributionImport.objects.filter(free)
    sweeping = waiting.filter(left, state__in=_REFUSED)
    for candidates in (sweeping, waiting.filter(state__in=_AT_WORK)):
        for pk in candidates.order_by("created_at", "pk").values_list("pk", flat=True)[:5]:
            mine = ContributionImport.objects.filter(free, pk=pk)
            mine = mine.filter(state__in=(*_AT_WORK, *_REFUSED))
            if mine.update(worker=worker, heartbeat_at=at):
                return ContributionImport.objects.select_related("activity", "created_by").get(
                    pk=pk
                )
    return None


def work_on(imported: ContributionImport, clock: Clock) -> None:
    """Does what its state asks, to the end; gives up quietly when it is no longer one's own."""
    doing = {ImportState.CHECKING: check, ImportState.RUNNING: run}
    try:
        doing.get(ImportState(imported.state), sweep)(imported, clock)
        release(imported)
    except LostLease:
        log("import.lost", contribution_import=imported.pk, activity=imported.activity_id)
    except BadTable as bad:
        _fail(imported, [Fault(bad.line or 0, "", bad.message)], clock())
    except _Stopped as stopped:
        _fail(imported, stopped.faults, clock())
    except (OperationalError, InterfaceError):
        raise  # The database, not the file: another worker goes on later.
    except Exception:
        logger.exception(
            "Import failed",
            extra={"event": "participation.import.failed", "contribution_import": imported.pk},
        )
        _fail(imported, [], clock())


def release(imported: ContributionImport) -> None:
    """Gives an import back, for another worker to go on at once."""
    mine = ContributionImport.objects.filter(pk=imported.pk, worker=imported.worker)
    mine.update(worker="", heartbeat_at=None)


def _fail(imported: ContributionImport, faults: list[Fault], at: datetime) -> None:
    """Nothing is imported; what was written is swept away by the next to look."""
    mine = ContributionImport.objects.filter(pk=imported.pk, worker=imported.worker)
    mine.filter(state=imported.state).update(
        state=ImportState.FAILED,
        errors=[fault.stored for fault in faults[:KEPT_FAULTS]],
        error_count=len(faults),
        finished_at=at,
        worker="",
        heartbeat_at=None,
    )
    log("import.stopped", contribution_import=imported.pk, activity=imported.activity_id)


def batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """The rows in lists of at most `size`."""
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch


def check(imported: ContributionImport, clock: Clock) -> None:
    """Reads every line and notes what is wrong; writes no contribution."""
    sweep(imported, clock)
    with opened(imported) as table:
        total = table.count_rows()
        reader = LineReader(imported, table.headers, clock())
        report = _Report()
        for batch in batches(table.rows(), BATCH):
            for read in reader.read(batch):
                report.note(read.faults, read.new)
            report.done += len(batch)
            total = max(total, report.done)
            _beat(imported, clock(), done_rows=report.done, total_rows=total, **report.faults)
    if not report.done:
        message = _("Below its headings, this file holds no line. Add some and send it again.")
        raise _Stopped([Fault(0, "", message)])
    imported.options["report"] = {
        "faulty": report.faulty,
        "highest": reader.highest,
        "new": {kind: sorted(names)[:SHOWN_NAMES] for kind, names in report.new.items()},
    }
    hold(
        imported,
        at=clock(),
        state=ImportState.CHECKED,
        options=imported.options,
        total_rows=report.done,
        **report.faults,
    )
    log(
        "import.checked",
        contribution_import=imported.pk,
        activity=imported.activity_id,
        count=report.done,
        faults=report.count,
    )


class _Report:
    """What a check found so far."""

    def __init__(self) -> None:
        self.done = self.count = self.faulty = 0
        self.new: dict[str, set[str]] = {}
        self._kept: list[dict[str, Any]] = []

    def note(self, faults: list[Fault], new: dict[str, str]) -> None:
        """Adds a line."""
        self.count += len(faults)
        self.faulty += bool(faults)
        self._kept += [fault.stored for fault in faults[: KEPT_FAULTS - len(self._kept)]]
        for kind, name in new.items() if not faults else ():
            self.new.setdefault(kind, set()).add(name)

    @property
    def faults(self) -> dict[str, Any]:
        """As they are stored."""
        return {"errors": self._kept, "error_count": self.count}


def run(imported: ContributionImport, clock: Clock) -> None:
    """Writes what is not written yet, then shows all of it at once.

    The file is read again from its first line: what is understood never depends on where a
    worker died.
    """
    skip = imported.options.get("skip_faulty", False)
    already, done = imported.done_rows, 0
    if not already:
        highest = imported.options["report"]["highest"]
        reserve_numbers(imported=imported, highest=highest, at=clock())
    with opened(imported) as table:
        reader = LineReader(imported, table.headers, clock())
        for batch in batches(table.rows(), BATCH):
            lines = reader.read(batch)
            done += len(batch)
            if done <= already:
                _beat(imported, clock())
                continue
            faults = [fault for read in lines for fault in read.faults]
            if faults and not skip:
                raise _Stopped(faults)
            stage_batch(
                imported=imported,
                reader=reader,
                lines=[read for read in lines if not read.faults],
                done_rows=done,
                at=clock(),
            )
            note_sign_of_life(clock())
    take_over(imported=imported, at=clock())


def _beat(imported: ContributionImport, at: datetime, **changes: Any) -> None:
    hold(imported, at=at, **changes)
    note_sign_of_life(at)


def sweep(imported: ContributionImport, clock: Clock) -> None:
    """Erases what was written and is not to be shown, batch by batch, and the lists it made."""
    rows = Contribution.objects.filter(imported_by=imported).order_by("pk")
    while keys := list(rows.values_list("pk", flat=True)[: BATCH // 2]):
        with transaction.atomic():
            hold(imported, at=clock())
            Contribution.objects.filter(pk__in=keys, imported_by=imported).delete()
        note_sign_of_life(clock())
    created = imported.options.get("created", {})
    for kind, model in (("theme", Theme), ("neighbourhood", Neighbourhood)):
        unused: Any = model
        unused.objects.filter(pk__in=created.get(kind, []), contributions__isnull=True).delete()
    if created:
        imported.options["created"] = {}
        hold(imported, at=clock(), options=imported.options)


def forget_files(*, at: datetime) -> int:
    """Erases the files that are no longer needed: they hold what people wrote; says how many."""
    over = ContributionImport.objects.exclude(file="").exclude(state__in=_AT_WORK)
    settled = Q(state__in=(ImportState.DONE, ImportState.UNDONE))
    over = over.filter(settled | Q(created_at__lt=at - timedelta(days=KEPT_DAYS)))
    count = 0
    for imported in over:
        # Unless somebody asks for it at this very moment.
        if over.filter(pk=imported.pk).update(file=""):
            imported.file.storage.delete(str(imported.file.name))
            count += 1
    if count:
        log("import.files_erased", count=count)
    return count
