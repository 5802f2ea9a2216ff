"""Files that people send: known by their content, never by their name, and given back harmless.

Pure apart from settings: nothing is stored here.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext
from PIL import Image, ImageCms
from PIL.ImageFile import ImageFile

from . import archives, pdf_checks
from .file_problems import BadFile, FileProblem
from .plain_text import clean_line

try:
    import pillow_heif
except ImportError:  # telephones' own format is a convenience: JPEG always works
    pillow_heif = None  # type: ignore[assignment]

__all__ = [
    "BadFile",
    "CleanFile",
    "FileProblem",
    "display_name",
    "document",
    "picture",
    "scan",
    "staff_document",
    "staff_picture",
]

Upload = File | IO[bytes]

LONGEST_SIDE = 2_400
MAX_UNPACKED_DOCUMENT = 100 * 1024 * 1024
_CHUNK = 65_536
_QUALITY = 85
_ORIENTATION = 0x0112
# EXIF orientation → what puts the picture upright.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_WRITTEN = {
    "JPEG": ("image/jpeg", "jpg"),
    "PNG": ("image/png", "png"),
    "WEBP": ("image/webp", "webp"),
}

_ODT = "application/vnd.oasis.opendocument.text"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_DOCX_PART = b"wordprocessingml.document.main+xml"
_MACRO_PLACES = ("basic/", "scripts/", "word/activex/")
# A template, object or frame fetched from elsewhere when the document is opened.
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_FETCHED = re.compile(rb"/(?:attachedTemplate|oleObject|frame|subDocument)[\"']")
_AUTHORS = re.compile(
    rb"(<(dc:creator|cp:lastModifiedBy|meta:initial-creator|meta:printed-by)>)[^<]*(</\2>)"
)
_AUTHOR_MEMBERS = {"docProps/core.xml", "meta.xml"}

_NAME_LENGTH = 80
_LONGEST_EXTENSION = 8


@dataclass(frozen=True)
class CleanFile:
    """A file that may be kept: its content, what it is, and its size when it is a picture."""

    content: bytes = field(repr=False)
    mime_type: str
    extension: str
    width: int | None = None
    height: int | None = None


def picture(upload: Upload) -> CleanFile:
    """A JPEG, PNG, WebP or HEIC picture drawn anew, upright, at most 2,400 pixels long.

    Nothing is left of what came with it: place, date, camera, comments. Raises BadFile.
    """
    return _picture(_content(upload, settings.UPLOAD_PICTURE_BYTES))


def staff_picture(upload: Upload) -> CleanFile:
    """The same for an editor's JPEG, PNG or WebP picture, up to Wagtail's own limit."""
    return _picture(_content(upload, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE))


def document(upload: Upload) -> CleanFile:
    """A PDF, ODT or DOCX document without programs, attachments or automatic actions.

    The author's name is taken out of ODT and DOCX, and out of a PDF where it stands uncompressed
    (see `pdf_checks.without_author`). Raises BadFile.
    """
    return _document(_content(upload, settings.UPLOAD_DOCUMENT_BYTES))


def staff_document(upload: Upload) -> CleanFile:
    """The same for an editor's document, up to Wagtail's own limit. Raises BadFile."""
    return _document(_content(upload, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE))


def _document(data: bytes) -> CleanFile:
    if data.startswith(pdf_checks.MAGIC):
        return _pdf(data)
    if data.startswith(archives.ZIP_MAGIC):
        return _office(data)
    if data.startswith(archives.OLE_MAGIC) and archives.is_encrypted_office(io.BytesIO(data)):
        raise BadFile(FileProblem.PROTECTED)
    raise BadFile(FileProblem.WRONG_DOCUMENT)


def scan(upload: Upload) -> CleanFile:
    """Paper as a machine or a telephone saw it: a picture or a PDF. Raises BadFile."""
    data = _content(upload, settings.UPLOAD_DOCUMENT_BYTES)
    if data.startswith(pdf_checks.MAGIC):
        return _pdf(data)
    if _format_of(data) is None:
        raise BadFile(FileProblem.WRONG_SCAN)
    return _picture(data)


def display_name(original: str) -> str:
    """A name that only names: no folder, no control, nothing that reverses its letters."""
    last = re.split(r"[/\\]", original)[-1]
    name = clean_line(last.replace("\u200d", "").replace("\u00ad", "")).strip(". ")
    if len(name) > _NAME_LENGTH:
        stem, dot, extension = name.rpartition(".")
        ending = dot + extension if stem and len(extension) <= _LONGEST_EXTENSION else ""
        name = name[: _NAME_LENGTH - len(ending) - 1].rstrip(". ") + "…" + ending
    return name or gettext("Unnamed file")


def _content(upload: Upload, limit: int) -> bytes:
    """The bytes of a file, read piece by piece up to the limit whatever size it claims."""
    upload.seek(0)
    data = bytearray()
    while chunk := upload.read(_CHUNK):
        data += chunk
        if len(data) > limit:
            raise BadFile(FileProblem.TOO_BIG, limit)
    return bytes(data)


def _format_of(data: bytes) -> str | None:
    """Which of the accepted kinds of picture the first bytes announce."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if pillow_heif is not None and data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "HEIF"
    return None


def _picture(data: bytes) -> CleanFile:
    kind = _format_of(data)
    if kind is None:
        raise BadFile(FileProblem.WRONG_PICTURE)
    try:
        drawn = _redrawn(_opened(data, kind))
        target = io.BytesIO()
        written = "JPEG" if kind == "HEIF" else kind
        if written == "JPEG" and drawn.mode == "RGBA":
            drawn = drawn.convert("RGB")
        drawn.save(target, written, quality=_QUALITY, optimize=True)
    except BadFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadFile(FileProblem.TOO_MANY_PIXELS) from error
    except Exception as error:  # decoders fail in as many ways as there are damaged files
        raise BadFile(FileProblem.BROKEN) from error
    return CleanFile(target.getvalue(), *_WRITTEN[written], drawn.width, drawn.height)


def _opened(data: bytes, kind: str) -> ImageFile:
    """The picture before it is unpacked, once the pixels it announces have been counted."""
    buffer = io.BytesIO(data)
    image: ImageFile
    if kind == "HEIF":
        image = pillow_heif.HeifImageFile(buffer)
    else:
        image = Image.open(buffer, formats=[kind])
    pixels = image.width * image.height * getattr(image, "n_frames", 1)
    if pixels > settings.UPLOAD_PICTURE_PIXELS:
        raise BadFile(FileProblem.TOO_MANY_PIXELS)
    return image


def _redrawn(image: ImageFile) -> Image.Image:
    """The pixels alone, small enough, upright, in the colours of the web."""
    orientation = _orientation(image)
    profile = image.info.get("icc_profile")
    # JPEG unpacks at a fraction of its size; others ignore this.
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    drawn: Image.Image = image
    if image.mode.startswith("I;16"):
        drawn = image.point(lambda value: value / 256).convert("L")
    elif image.mode not in {"L", "RGB", "RGBA"} or image.has_transparency_data:
        drawn = image.convert("RGBA" if image.has_transparency_data else "RGB")
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if orientation in _UPRIGHT:
        drawn = drawn.transpose(_UPRIGHT[orientation])
    drawn = _in_web_colours(drawn, profile)
    # A new picture: what was known of the old one is nowhere in it.
    clean = Image.new(drawn.mode, drawn.size)
    clean.paste(drawn)
    return clean


def _orientation(image: ImageFile) -> int:
    """How the camera was held; damaged EXIF says nothing."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # whatever the fault, the picture itself may be whole
        return 1


def _in_web_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that the profile meant, so that dropping it does not make them pale."""
    if not profile or image.mode not in {"RGB", "RGBA"}:
        return image
    try:
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, meant, ImageCms.createProfile("sRGB")) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _pdf(data: bytes) -> CleanFile:
    pdf_checks.check(data)
    return CleanFile(pdf_checks.without_author(data), "application/pdf", "pdf")


def _office(data: bytes) -> CleanFile:
    """An ODT or DOCX document, zipped anew without its author nor anything beside it."""
    with archives.open_archive(io.BytesIO(data), MAX_UNPACKED_DOCUMENT) as archive:
        names = archive.namelist()
        if names[0] == "mimetype" and archives.read_member(archive, "mimetype") == _ODT.encode():
            required, mime_type, extension = "content.xml", _ODT, "odt"
        elif _DOCX_PART in _content_types(archive, names) or _has_macros(names):
            required, mime_type, extension = "word/document.xml", _DOCX, "docx"
        else:
            raise BadFile(FileProblem.WRONG_DOCUMENT)
        _refuse_active(archive, names)
        if required not in names:
            raise BadFile(FileProblem.BROKEN)
        return CleanFile(archives.rewritten(archive, _without_author), mime_type, extension)


def _content_types(archive: zipfile.ZipFile, names: list[str]) -> bytes:
    types = "[Content_Types].xml"
    return archives.read_member(archive, types) if types in names else b""


def _has_macros(names: list[str]) -> bool:
    lower = [name.lower() for name in names]
    return any(name.endswith("vbaproject.bin") or name.startswith(_MACRO_PLACES) for name in lower)


def _refuse_active(archive: zipfile.ZipFile, names: list[str]) -> None:
    """Macros, passwords, and what would be fetched from elsewhere."""
    if _has_macros(names) or b"macroEnabled" in _content_types(archive, names):
        raise BadFile(FileProblem.ACTIVE)
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archives.read_member(archive, manifest):
        raise BadFile(FileProblem.PROTECTED)
    for name in names:
        if name.endswith(".rels"):
            for relation in _RELATION.findall(archives.read_member(archive, name)):
                if b"External" in relation and _FETCHED.search(relation):
                    raise BadFile(FileProblem.ACTIVE)


def _without_author(name: str, content: bytes) -> bytes:
    return _AUTHORS.sub(rb"\1\3", content) if name in _AUTHOR_MEMBERS else content
