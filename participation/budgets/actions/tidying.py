"""After a box is sealed: what was erased is wiped from the files of the database too."""

import logging

from django.db import DatabaseError, connection

from ..models import Ballot, BallotDraft, BoxSecret

logger = logging.getLogger("participation")

# How long another vote may be kept waiting while the few rows of keys are written anew.
_PATIENCE = "5s"


def tidy_tables(budget_pk: int) -> bool:
    """Wipes erased rows: pages given back, the log of SQLite emptied. False when it could not.

    Outside any transaction. The rows are gone already: this is about what a copy of the disk would
    still show. It says in the log when it failed, and may be asked again.
    """
    wipe = _wipe_postgresql if connection.vendor == "postgresql" else _wipe_sqlite
    extra = {"event": "budgets.tidied", "budget": budget_pk}
    try:
        wipe()
    except DatabaseError:
        logger.exception(
            "Erased ballots are not wiped from the disk yet",
            extra={**extra, "event": "budgets.tidy_failed"},
        )
        return False
    logger.info("Erased ballots wiped from the disk", extra=extra)
    return True


def _wipe_postgresql() -> None:
    with connection.cursor() as cursor:
        for model in (Ballot, BallotDraft):
            # Emptied tables give their pages back; those of another open vote are only freed.
            cursor.execute(f'VACUUM "{model._meta.db_table}"')
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [_PATIENCE])
        try:
            # Written anew in another file: the bytes of a destroyed key stay in no page.
            cursor.execute(f'VACUUM FULL "{BoxSecret._meta.db_table}"')
        finally:
            cursor.execute("RESET lock_timeout")


def _wipe_sqlite() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
