"""A register of 10,000 observations with files, taken away: `python -m tests.bench.inquiry`.

Prints what the process holds before and at most while each format is written, and its seconds.
TEST_DATABASE_URL says where (default: SQLite in a temporary folder). Figures are read, and kept in
docs/decisions/0029-room-of-a-procedure.md.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings


def _made(count: int) -> object:
    """A procedure with so many observations, each with a file of 20 kB that all share."""
    from django.core.files.base import ContentFile  # noqa: PLC0415
    from django.core.files.storage import default_storage  # noqa: PLC0415

    from participation.inquiries.models import Observation, ObservationFile  # noqa: PLC0415
    from tests.factories.inquiries import prepared  # noqa: PLC0415

    inquiry = prepared()
    name = default_storage.save("bench/plan.pdf", ContentFile(os.urandom(20_000)))
    text = "La rue est trop étroite pour les bus, et les arbres manquent d’eau. " * 12
    for first in range(1, count + 1, 1_000):
        lines = Observation.objects.bulk_create(
            Observation(
                inquiry=inquiry,
                number=number,
                receipt=f"{number:010}",
                channel="web",
                received_at=inquiry.opens_at,
                recorded_at=inquiry.opens_at,
                text=text,
                previous=str(number),
                fingerprint=f"{number:064}",
                files_digest="f" * 64,
            )
            for number in range(first, min(first + 1_000, count + 1))
        )
        ObservationFile.objects.bulk_create(
            ObservationFile(
                observation=line, file=name, file_name="plan.pdf", size=20_000, sha256="a" * 64
            )
            for line in lines
        )
    return inquiry


def _measured(name: str, pieces: Iterator[bytes]) -> None:
    before = highest = _resident()
    size, began = 0, time.perf_counter()
    for piece in pieces:
        size += len(piece)
        highest = max(highest, _resident())
    seconds = time.perf_counter() - began
    told = f"{name:4} {size / 1e6:8.1f} MB {seconds:6.1f} s"
    print(f"{told}  {before:6.1f} MB before, {highest:6.1f} MB at most")  # noqa: T201


def _resident() -> float:
    """What the process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main(count: int) -> None:
    """Measures each format, then one volume of the PDF."""
    from django.db import transaction  # noqa: PLC0415

    from participation.inquiries.room_files import bundle, volumes  # noqa: PLC0415

    with transaction.atomic():
        inquiry = _made(count)
        _measured("csv", bundle.csv_pieces(inquiry))  # type: ignore[arg-type]
        _measured("ods", bundle.ods_pieces(inquiry))  # type: ignore[arg-type]
        _measured("zip", bundle.bundle_pieces(inquiry))  # type: ignore[arg-type]
        if volumes.engine() is not None:
            known = volumes.volumes(count)
            made = (volumes.volume_pdf(inquiry, one, of=len(known)) for one in known[:2])  # type: ignore[arg-type]
            _measured("pdf", made)
        transaction.set_rollback(True)


def prepare(count: int) -> None:
    """Prepares a database of its own, measures, and leaves nothing behind."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("TEST_DATABASE_URL", f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
        django.setup()
        from django.test.utils import get_runner  # noqa: PLC0415

        runner = get_runner(settings)(verbosity=0, interactive=False)
        databases = runner.setup_databases()
        try:
            main(count)
        finally:
            runner.teardown_databases(databases)


if __name__ == "__main__":
    prepare(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
