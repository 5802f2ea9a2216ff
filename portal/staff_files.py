"""Documents that the staff publish: known by their content, warned about what acts by itself. Pure.

What visitors send is held to more (`portal.uploads`); the staff may need a form to fill in.
"""

from typing import IO, BinaryIO, cast

from django.core.files.base import File

from . import archives, pdf_checks
from .file_problems import BadFile, FileProblem

MAX_UNPACKED = 400 * 1024 * 1024
_CHUNK = 65_536
_HEAD = 4_096
# A web page, a drawing that runs, a program: whatever a spreadsheet would not begin with.
_MARKUP = b"<"
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")
# The part that says what a document of Office is; the first member of one of LibreOffice does.
_OFFICE = {"docx": b"wordprocessingml.document.main+xml", "xlsx": b"spreadsheetml.sheet.main+xml"}
_OPEN = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
_MACROS = ("basic/", "scripts/", "word/activex/", "xl/activex/", "xl/macrosheets/")


def check_document(upload: File, extension: str) -> None:
    """Raises BadFile unless the content is what the extension of its name says."""
    head = _read(upload, _HEAD)
    kind = extension.lower().lstrip(".")
    if kind == "pdf":
        _check_pdf(upload)
    elif kind == "csv":
        _check_text(head)
    elif kind in {*_OFFICE, *_OPEN, "zip"}:
        _check_archive(upload, head, kind)
    else:
        raise BadFile(FileProblem.NOT_WHAT_IT_SAYS)
    upload.seek(0)


def acts_by_itself(upload: "File | IO[bytes]") -> bool:
    """Whether a PDF holds a program, an attached file or an action, or hides what it holds."""
    data = _read(upload)
    if not data.startswith(pdf_checks.MAGIC):
        return False
    try:
        pdf_checks.check(data)
    except BadFile as bad:
        return bad.code in {FileProblem.ACTIVE, FileProblem.PROTECTED}
    return False


def _read(upload: "File | IO[bytes]", size: int = -1) -> bytes:
    upload.seek(0)
    data = cast("bytes", upload.read(size))
    upload.seek(0)
    return data


def _check_pdf(upload: File) -> None:
    data = _read(upload)
    if not data.startswith(pdf_checks.MAGIC):
        raise BadFile(FileProblem.NOT_WHAT_IT_SAYS)
    try:
        pdf_checks.check(data)
    except BadFile as bad:
        # What acts by itself is said to the editor, who may want it.
        if bad.code not in {FileProblem.ACTIVE, FileProblem.PROTECTED}:
            raise


def _check_text(head: bytes) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().replace(b"\x00", b"")
    if start.startswith((_MARKUP, *_PROGRAMS, archives.ZIP_MAGIC, archives.OLE_MAGIC)):
        raise BadFile(FileProblem.NOT_WHAT_IT_SAYS)


def _check_archive(upload: File, head: bytes, kind: str) -> None:
    if not head.startswith(archives.ZIP_MAGIC):
        raise BadFile(FileProblem.NOT_WHAT_IT_SAYS)
    with archives.open_archive(cast("BinaryIO", upload), MAX_UNPACKED) as archive:
        names = archive.namelist()
        if kind == "zip":
            return
        lower = [name.lower() for name in names]
        if any(name.endswith("vbaproject.bin") or name.startswith(_MACROS) for name in lower):
            raise BadFile(FileProblem.ACTIVE)
        said = "[Content_Types].xml" if kind in _OFFICE else "mimetype"
        content = archives.read_member(archive, said) if said in names else b""
        expected = _OFFICE[kind] if kind in _OFFICE else _OPEN[kind]
        if expected not in content:
            raise BadFile(FileProblem.NOT_WHAT_IT_SAYS)
