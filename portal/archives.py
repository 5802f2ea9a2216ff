"""Zip archives that others made, opened only within limits: no bomb, no trick with names. Pure."""

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO

from .file_problems import BadFile, FileProblem

ZIP_MAGIC = b"PK\x03\x04"
# The container of old Office files, and of new ones under a password.
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

MAX_MEMBERS = 5_000
# Text repeats itself, but not that much: beyond a million bytes this is a bomb.
MAX_RATIO = 250
_RATIO_FROM = 1_000_000
_ENCRYPTED_FLAG = 0x1
_CHUNK = 65_536


def open_archive(file: BinaryIO, max_unpacked: int) -> zipfile.ZipFile:
    """The archive, once its directory shows nothing wrong; raises BadFile.

    zipfile never unpacks more of a member than its directory declares, so that these sums hold
    for an archive that lies.
    """
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:  # a forged directory fails in many ways
        raise BadFile(FileProblem.BROKEN) from error
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > max_unpacked or any(map(_is_bomb, members)):
        raise BadFile(FileProblem.TOO_BIG)
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise BadFile(FileProblem.PROTECTED)
    names = [member.filename for member in members]
    # A directory whose size was damaged to nothing opens, and holds no member.
    if not names or len(set(names)) != len(names) or any(map(_escapes, names)):
        raise BadFile(FileProblem.BROKEN)
    return archive


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    """Whether a member swells beyond what a text does."""
    swollen = member.file_size > MAX_RATIO * max(member.compress_size, 1)
    return member.file_size > _RATIO_FROM and swollen


def _escapes(name: str) -> bool:
    """Whether a name could lead outside the folder it is unpacked in."""
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """The content of one member; raises BadFile when it is missing or damaged."""
    try:
        return archive.read(name)
    except Exception as error:  # wrong sums, unknown methods, cut streams
        raise BadFile(FileProblem.BROKEN) from error


def rewritten(archive: zipfile.ZipFile, change: Callable[[str, bytes], bytes]) -> bytes:
    """A new archive with the same members, each passed through `change`.

    Nothing else survives: comments, dates, and whatever was hidden before or after the archive.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for member in archive.infolist():
            if not member.is_dir():
                entry = zipfile.ZipInfo(member.filename)
                # The first member of an ODT must stay uncompressed.
                stored = member.compress_type == zipfile.ZIP_STORED
                entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                content = read_member(archive, member.filename)
                copy.writestr(entry, change(member.filename, content))
    return target.getvalue()


def is_encrypted_office(file: BinaryIO) -> bool:
    """Whether an OLE container holds an Office file under a password."""
    file.seek(0)
    tail = b""
    while chunk := file.read(_CHUNK):
        if _ENCRYPTED_PACKAGE in tail + chunk:
            return True
        tail = chunk[-len(_ENCRYPTED_PACKAGE) :]
    return False
