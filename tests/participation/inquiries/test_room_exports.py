"""The register taken away: whole, as three formats, in as much memory whatever its length."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.inquiries.models import Inquiry
from participation.inquiries.room_files import bundle, lines, volumes
from portal.ods_tables import write_ods
from tests.factories.inquiries import announced, observation, pdf_of
from tests.support import clock

pytestmark = pytest.mark.usefixtures("portal_site")


@pytest.fixture
def inquiry(portal_site: Any) -> Inquiry:
    with time_machine.travel(clock.NOW, tick=False):
        made = announced()
    for number in range(3):
        files = [pdf_of("plan.pdf"), pdf_of("plan.pdf")] if number == 1 else []
        observation(made, f"=Avis {number}\nsur deux  lignes", name="Ada", files=files)
    return made


def whole(pieces: Iterable[bytes]) -> bytes:
    return b"".join(pieces)


def test_archive_holds_the_tables_and_every_file(inquiry: Inquiry) -> None:
    archive = zipfile.ZipFile(io.BytesIO(whole(bundle.bundle_pieces(inquiry))))
    assert archive.testzip() is None
    assert archive.namelist() == [
        "registre.csv",
        "registre.ods",
        "pieces-jointes/000002/01-plan.pdf",
        "pieces-jointes/000002/02-plan.pdf",
    ]
    assert archive.read("pieces-jointes/000002/01-plan.pdf").startswith(b"%PDF")
    rows = list(
        csv.reader(io.StringIO(archive.read("registre.csv").decode("utf-8-sig")), delimiter=";")
    )
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]
    assert rows[1][7].startswith("'=Avis 0")
    sheet = zipfile.ZipFile(io.BytesIO(archive.read("registre.ods")))
    assert sheet.namelist()[0] == "mimetype"
    assert sheet.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert 'sur deux <text:s text:c="1"/>lignes' in sheet.read("content.xml").decode()


def test_a_lost_file_is_named_not_passed_over(inquiry: Inquiry) -> None:
    file = inquiry.observations.get(number=2).files.first()
    file.file.storage.delete(file.file.name)
    archive = zipfile.ZipFile(io.BytesIO(whole(bundle.bundle_pieces(inquiry))))
    assert archive.read("manquants.txt").decode() == "pieces-jointes/000002/01-plan.pdf"


def test_reading_asks_as_many_queries_for_one_as_for_three(inquiry: Inquiry) -> None:
    with CaptureQueriesContext(
        connection,
    ) as three:
        assert len(list(lines.rows(inquiry))) == 3
    with CaptureQueriesContext(connection) as one:
        assert len(list(lines.observations(inquiry, first=3))) == 1
    assert (len(three), len(one)) == (4, 4)


def test_volumes_follow_one_another() -> None:
    found = volumes.volumes(401)
    assert [(one.number, one.first, one.last) for one in found] == [
        (1, 1, 200),
        (2, 201, 400),
        (3, 401, 401),
    ]
    assert volumes.volumes(0) == []


@pytest.mark.skipif(volumes.engine() is None, reason="Pango is missing")
def test_a_volume_is_a_pdf(inquiry: Inquiry) -> None:
    made = volumes.volume_pdf(inquiry, volumes.Volume(1, 1, 3), of=1)
    assert made.startswith(b"%PDF")


def test_a_sheet_takes_no_more_memory_for_more_rows() -> None:
    """Rows are written as they come: ten times as many take as much memory."""

    def peak(count: int) -> int:
        rows = ([number, f"{number} " * 100] for number in range(count))
        with open("/dev/null", "wb") as target:  # noqa: PTH123
            tracemalloc.start()
            write_ods(["a", "b"], rows, target, name="R")
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return found

    assert peak(5_000) < peak(500) * 1.5
