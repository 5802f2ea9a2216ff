"""The register as one archive: tables and every file, given piece by piece, nothing held whole."""

import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from portal.ods_tables import write_ods
from portal.tables import write_csv

from ..models import Inquiry, ObservationFile
from . import lines

_PIECE = 65_536
# Beyond, a sheet waits on disk instead of in memory.
_SPOOLED = 1_048_576
_DAY = (1980, 1, 1, 0, 0, 0)


def csv_pieces(inquiry: Inquiry, *, with_addresses: bool = True) -> Iterator[bytes]:
    """The register as CSV, piece by piece."""
    return write_csv(lines.HEADERS, lines.rows(inquiry, with_addresses=with_addresses))


def ods_pieces(inquiry: Inquiry, *, with_addresses: bool = True) -> Iterator[bytes]:
    """The register as an OpenDocument sheet: written to a file that nobody else sees, then read."""
    with tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as file:
        rows = lines.rows(inquiry, with_addresses=with_addresses)
        write_ods(lines.HEADERS, rows, file, name=_("Register of observations"))
        file.seek(0)
        yield from iter(lambda: file.read(_PIECE), b"")


class _Outlet(io.RawIOBase):
    """Where an archive is written, and taken away at once."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        held, self._held = b"".join(self._held), []
        return held


def bundle_pieces(inquiry: Inquiry, *, with_addresses: bool = True) -> Iterator[bytes]:
    """An archive of the tables and of all files, each under the number of its observation.

    A file that is no longer in its place is named in `manquants.txt`, never passed over in silence.
    """
    outlet = _Outlet()
    missing: list[str] = []
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, table in (("registre.csv", csv_pieces), ("registre.ods", ods_pieces)):
            pieces = table(inquiry, with_addresses=with_addresses)
            yield from _packed(archive, outlet, name, pieces, zipfile.ZIP_DEFLATED)
        for one in lines.observations(inquiry):
            for file in lines.files_of(one):
                name = lines.place_in_bundle(one, file)
                try:
                    opened = file.file.open("rb")
                except OSError:
                    missing.append(name)
                    continue
                with opened as content:
                    yield from _packed(archive, outlet, name, _read(content))
        if missing:
            text = "\n".join(missing).encode()
            yield from _packed(archive, outlet, "manquants.txt", [text])
    yield outlet.taken()


def _read(content: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: content.read(_PIECE), b"")


def _packed(
    archive: zipfile.ZipFile,
    outlet: _Outlet,
    name: str,
    pieces: Iterable[bytes],
    packing: int = zipfile.ZIP_STORED,
) -> Iterator[bytes]:
    """Adds one member; gives what was written so far as it grows."""
    member = zipfile.ZipInfo(name, _DAY)
    member.compress_type = packing
    with archive.open(member, "w", force_zip64=True) as target:
        for piece in pieces:
            target.write(piece)
            if written := outlet.taken():
                yield written
    yield outlet.taken()


def bundle_size(inquiry: Inquiry) -> int:
    """How many bytes the files of a register weigh, for whoever takes them away; one query."""
    files = ObservationFile.objects.filter(observation__inquiry=inquiry)
    return int(files.aggregate(size=Sum("size"))["size"] or 0)
