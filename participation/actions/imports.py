"""What people ask of an import: receive a file, check it, import it, stop it, undo it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.core.files.base import File
from django.db import transaction

from portal.decisions import Refused
from portal.security.actions import record_event
from portal.tables import open_table

from ..enums import ImportState, Moderation, Reason
from ..import_columns import guess, unique_headings
from ..models import Activity, Contribution, ContributionImport
from ..queries.imports import growth_of
from . import counters
from .journal import locked_row, log

if TYPE_CHECKING:
    from portal.accounts.models import User

REASON_LENGTH = 10


@transaction.atomic
def receive_import(
    *, activity: Activity, file: File, name: str, user: "User", at: datetime
) -> ContributionImport:
    """Keeps a file to import, its columns guessed from their headings. Raises BadTable."""
    headings = unique_headings(open_table(cast("BinaryIO", file), name).headers)
    importable = activity.mechanism.importable if activity.mechanism else ()
    file.seek(0)
    imported = ContributionImport(
        activity=Activity.objects.get(pk=activity.pk),
        name=name[-120:],
        mapping=guess(headings, importable),
        options={"headings": headings},
        created_at=at,
        created_by=user,
    )
    imported.file.save(name, file, save=False)
    imported.save()
    _log("received", imported, user)
    return imported


@transaction.atomic
def ask_check(
    *,
    imported: ContributionImport,
    mapping: dict[str, str],
    options: dict[str, Any],
    user: "User",
) -> ContributionImport:
    """Keeps which column holds what, and has every line checked by a worker; writes no idea.

    Raises Refused(IMPORT_BUSY) when it is being imported or already was.
    """
    held = locked_row(imported)
    if not held.may_be_prepared:
        raise Refused(Reason.IMPORT_BUSY)
    kept = {name: held.options.get(name, {}) for name in ("headings", "created")}
    held.mapping, held.options = mapping, {**options, **kept}
    _put_to_work(held, ImportState.CHECKING)
    held.total_rows, held.errors, held.error_count = 0, [], 0
    held.save()
    _log("check_asked", held, user)
    return held


@transaction.atomic
def ask_import(
    *, imported: ContributionImport, skip_faulty: bool = False, user: "User"
) -> ContributionImport:
    """Has the checked lines imported by a worker: all of them, or all but the faulty ones.

    Raises Refused: IMPORT_BUSY when its state is another, or when faults are neither mended nor
    left out; ALREADY_ARCHIVED when the activity is.
    """
    held = locked_row(imported)
    if held.activity.figures.archived_at:
        raise Refused(Reason.ALREADY_ARCHIVED)
    unfit = held.error_count and not skip_faulty
    if held.state != ImportState.CHECKED or unfit or not held.sound_rows:
        raise Refused(Reason.IMPORT_BUSY)
    held.options = {**held.options, "skip_faulty": bool(skip_faulty), "created": {}}
    _put_to_work(held, ImportState.RUNNING)
    held.save()
    _log("asked", held, user)
    return held


def _put_to_work(held: ContributionImport, state: ImportState) -> None:
    held.state, held.done_rows = state, 0
    held.worker, held.heartbeat_at = "", None


@transaction.atomic
def stop_import(*, imported: ContributionImport, user: "User") -> ContributionImport:
    """Stops a check or an import that goes on: nothing of it stays.

    Raises Refused(IMPORT_BUSY) when it is over.
    """
    held = locked_row(imported)
    if not held.is_at_work:
        raise Refused(Reason.IMPORT_BUSY)
    running = held.state == ImportState.RUNNING
    _put_to_work(held, ImportState.FAILED if running else ImportState.DRAFT)
    held.errors, held.error_count = [], 0
    held.save()
    _log("stopped", held, user)
    return held


@transaction.atomic
def undo_import(
    *,
    imported: ContributionImport,
    reason: str,
    user: "User",
    at: datetime,
    despite_growth: bool = False,
) -> ContributionImport:
    """Takes every idea of an import back at once: invisible from now on, erased by a worker.

    Public numbers are not given to others. Raises Refused: IMPORT_BUSY when it is not done,
    UNDO_REASON_MISSING, IMPORT_GROUPED when ideas from elsewhere are grouped under some of it,
    IMPORT_GREW when answers, supports or comments came since and nobody confirmed.
    """
    held = locked_row(imported)
    if held.state != ImportState.DONE:
        raise Refused(Reason.IMPORT_BUSY)
    if len(reason.strip()) < REASON_LENGTH:
        raise Refused(Reason.UNDO_REASON_MISSING)
    rows = Contribution.objects.filter(imported_by=held).order_by("pk")
    for _row in rows.select_for_update(of=("self",)).values_list("pk").iterator():
        pass  # Held, so that nobody supports or publishes one while they are counted.
    growth = growth_of(held)
    if growth.grouped:
        raise Refused(Reason.IMPORT_GROUPED)
    if growth and not despite_growth:
        raise Refused(Reason.IMPORT_GREW)
    counters.count_all(held.activity_id, rows, -1)
    count = rows.update(moderation=Moderation.STAGED, merged_into=None)
    held.state, held.undo_reason = ImportState.UNDONE, reason.strip()[:400]
    held.undone_at, held.undone_by = at, user
    held.worker, held.heartbeat_at = "", None
    held.save()
    _log("undone", held, user, count=count)
    return held


def _log(event: str, imported: ContributionImport, user: "User | None", **numbers: Any) -> None:
    record_event(
        f"participation.import.{event}",
        actor=user,
        contribution_import=imported.pk,
        activity=imported.activity_id,
        **numbers,
    )
    log(
        f"import.{event}",
        user=user,
        contribution_import=imported.pk,
        activity=imported.activity_id,
        **numbers,
    )
