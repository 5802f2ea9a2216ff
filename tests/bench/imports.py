"""`python -m tests.bench.imports`: seconds and peak memory for importing many ideas.

BENCH_IDEAS (default 100000) says how many; TEST_DATABASE_URL where (default: SQLite in a
temporary folder). The file holds every column a real one has.
"""

import csv
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.conf import settings

_WORDS = """
    planter arbres cour école vélo abri piste marché cantine bio repas compost tri papier gourde
    fontaine gymnase club sport bibliothèque horaire guichet numérique aide senior jeune quartier
""".split()  # noqa: SIM905 - easier to read as a text

_OPTIONS = {
    "moderation": "published",
    "channel": "paper",
    "received_on": "2025-01-01",
    "unknown_theme": "create",
    "unknown_neighbourhood": "create",
}


def main() -> None:
    """Prepares a database of its own, imports, prints, and leaves nothing behind."""
    count = int(os.environ.get("BENCH_IDEAS", "100000"))
    with tempfile.TemporaryDirectory() as folder:
        if not os.environ.get("TEST_DATABASE_URL"):
            os.environ["TEST_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
        django.setup()
        settings.MEDIA_ROOT = Path(folder) / "media"
        from django.test.utils import get_runner  # noqa: PLC0415

        runner = get_runner(settings)(verbosity=0, interactive=False)
        databases = runner.setup_databases()
        try:
            measure(count, Path(folder) / "idees.csv")
        finally:
            runner.teardown_databases(databases)


def write_file(path: Path, count: int) -> None:
    """A file of synthetic ideas, the same each time."""
    draw = random.Random(20261125)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["N°", "Titre", "Texte", "Thème", "Quartier", "Voie", "Date", "Souhaits"])
        for number in range(1, count + 1):
            title = " ".join(draw.choices(_WORDS, k=6)).capitalize()
            text = " ".join(draw.choices(_WORDS, k=40))
            day = f"{draw.randrange(1, 29):02}/{draw.randrange(1, 13):02}/2025"
            names = f"Thème {draw.randrange(6)}", f"Quartier {draw.randrange(9)}"
            writer.writerow([number, title, text, *names, "papier", day, "information"])


def measure(count: int, path: Path) -> None:
    """Times the check, the import, the undoing and the sweeping; then the open data."""
    from django.core.files import File  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from participation import actions  # noqa: PLC0415
    from participation.exports.open_data import csv_pieces  # noqa: PLC0415
    from participation.models import Activity  # noqa: PLC0415
    from portal.accounts.models import User  # noqa: PLC0415

    from .volume import make_call  # noqa: PLC0415

    write_file(path, count)
    call = Activity.objects.get(pk=make_call(0).pk)
    clerk = User.objects.create(email="clerc@example.org")
    say(f"{connection.vendor}, {count} ideas, memory before: {_peak():.0f} MB")
    with path.open("rb") as file:
        imported = actions.receive_import(
            activity=call, file=File(file, path.name), name=path.name, user=clerk, at=timezone.now()
        )
    actions.ask_check(imported=imported, mapping=imported.mapping, options=_OPTIONS, user=clerk)
    timed("check", _work)
    actions.ask_import(imported=imported, user=clerk)
    timed("import", _work)
    timed("open data", lambda: sum(len(piece) for piece in csv_pieces(call, "")))
    imported.refresh_from_db()
    if imported.state != "done":
        raise SystemExit(f"{imported.state}: {imported.errors[:3]}")
    timed(
        "undo",
        lambda: actions.undo_import(
            imported=imported, reason="Fin de la mesure", user=clerk, at=timezone.now()
        ),
    )
    timed("sweep", _work)


def _work() -> None:
    from django.core.management import call_command  # noqa: PLC0415

    call_command("run_imports")


def timed(what: str, work: Callable[[], Any]) -> None:
    """Does it, and prints how long it took and the peak of memory so far."""
    started, busy = time.perf_counter(), time.process_time()
    work()
    took, worked = time.perf_counter() - started, time.process_time() - busy
    say(f"{what:<10}{took:8.1f} s ({worked:.1f} s of processor)   peak {_peak():.0f} MB")


def say(line: str) -> None:
    """Prints a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
