"""Tables as OpenDocument sheets, written row by row: no more in memory than one row."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

MIME_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
# What LibreOffice and the standard's readers hold in one cell and in one sheet.
CELL_LENGTH = 32_767
ROWS = 1_048_576

# XML 1.0 knows neither these nor lone halves of characters.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile(" {2,}|\t")
_PIECE = 65_536
# A fixed day: the same rows make the same file.
_DAY = (1980, 1, 1, 0, 0, 0)

_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    "<office:document-content "
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">'
    "<office:automatic-styles>"
    '<style:style style:name="head" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    "</office:automatic-styles>"
    "<office:body><office:spreadsheet><table:table table:name={name}>"
)
_FOOT = "</table:table></office:spreadsheet></office:body></office:document-content>"


def write_ods(
    headers: Iterable[Any], rows: Iterable[Iterable[Any]], file: IO[bytes], *, name: str
) -> int:
    """Writes the table as a sheet of this name; gives back the number of rows.

    Numbers and days stay what they are; every other cell is text, never a formula. A text is cut
    at 32,767 characters, as sheets do. `file` need not be seekable.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        # The standard asks for this member first, and uncompressed.
        kind = zipfile.ZipInfo("mimetype", _DAY)
        book.writestr(kind, MIME_TYPE, zipfile.ZIP_STORED)
        book.writestr(_member("META-INF/manifest.xml"), _MANIFEST)
        with book.open(_member("content.xml"), "w") as content:
            pieces = _Pieces(content)
            pieces.add(_HEAD.format(name=quoteattr(_plain(name))))
            pieces.add(_row(headers, style="head"))
            count = 0
            for row in rows:
                pieces.add(_row(row))
                count += 1
            pieces.add(_FOOT)
            pieces.close()
    return count


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


class _Pieces:
    """Gathers small texts before they are packed."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._held: list[str] = []
        self._length = 0

    def add(self, text: str) -> None:
        self._held.append(text)
        self._length += len(text)
        if self._length >= _PIECE:
            self.close()

    def close(self) -> None:
        self._target.write("".join(self._held).encode())
        self._held, self._length = [], 0


def _row(values: Iterable[Any], style: str = "") -> str:
    cells = "".join(_cell(value, style) for value in values)
    return f"<table:table-row>{cells}</table:table-row>"


def _cell(value: Any, style: str) -> str:
    styled = f' table:style-name="{style}"' if style else ""
    if value is None or value == "":
        return f"<table:table-cell{styled}/>"
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        kind = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell{styled} {kind}><text:p>{value}</text:p></table:table-cell>"
    if isinstance(value, date) and not isinstance(value, datetime):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        shown = value.isoformat()
        return f"<table:table-cell{styled} {kind}><text:p>{shown}</text:p></table:table-cell>"
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    paragraphs = "".join(_paragraphs(_plain(text)[:CELL_LENGTH]))
    kind = 'office:value-type="string"'
    return f"<table:table-cell{styled} {kind}>{paragraphs}</table:table-cell>"


def _paragraphs(text: str) -> Iterator[str]:
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        yield f"<text:p>{_SPACES.sub(_spaced, escape(line))}</text:p>"


def _spaced(found: re.Match[str]) -> str:
    """Readers fold repeated spaces: the standard says them by number."""
    run = found[0]
    return "<text:tab/>" if run == "\t" else f' <text:s text:c="{len(run) - 1}"/>'


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("", text)
