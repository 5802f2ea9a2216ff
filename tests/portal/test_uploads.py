"""Pictures and names that people send: known by content, given back without anything hidden."""

import io
import random
import struct
import zlib
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin, features

from portal.uploads import BadFile, CleanFile, FileProblem, display_name, document, picture, scan

RED, BLUE = (220, 30, 30), (30, 30, 220)
SECRET = "rue du Secret"


def _image(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image.convert(mode)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def _exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 7.0)})
    return exif


def _file(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _opened(clean: CleanFile) -> Image.Image:
    image = Image.open(io.BytesIO(clean.content))
    image.load()
    return image


def _refusal(check: Callable[..., CleanFile], content: bytes, name: str = "x") -> FileProblem:
    with pytest.raises(BadFile) as refused:
        check(_file(content, name))
    return refused.value.code


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _huge_png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body)


@pytest.mark.parametrize(
    ("kind", "mime_type", "extension"),
    [("JPEG", "image/jpeg", "jpg"), ("PNG", "image/png", "png"), ("WEBP", "image/webp", "webp")],
)
def test_a_picture_is_drawn_anew_in_its_own_kind(kind: str, mime_type: str, extension: str) -> None:
    clean = picture(_file(_saved(_image(), kind), "nom.exe"))
    image = _opened(clean)

    assert (clean.mime_type, clean.extension, clean.width, clean.height) == (
        *(mime_type, extension),
        *(60, 40),
    )
    assert (image.format, image.size) == (kind, (60, 40))


def test_heic_of_telephones_becomes_jpeg() -> None:
    heif = pytest.importorskip("pillow_heif")
    target = io.BytesIO()
    heif.from_pillow(_image(64, 48)).save(target, exif=_exif().tobytes())
    clean = picture(_file(target.getvalue(), "IMG_0001.HEIC"))

    assert (clean.mime_type, clean.width, clean.height) == ("image/jpeg", 64, 48)
    assert SECRET.encode() in target.getvalue()
    assert SECRET.encode() not in clean.content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_is_left_of_place_camera_and_profile(kind: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options = {"exif": _exif(), "icc_profile": profile, "xmp": f"<x>{SECRET}</x>".encode()}
    if kind == "JPEG":
        options["comment"] = SECRET
    if kind == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Author", SECRET)
        options["pnginfo"].add_itxt("Comment", SECRET, zip=True)
    content = _saved(_image(), kind, **options)
    before, after = Image.open(io.BytesIO(content)), _opened(picture(_file(content)))

    assert before.getexif().get_ifd(0x8825)[2] == (48.0, 51.0, 24.0)
    assert (dict(after.getexif()), after.getexif().get_ifd(0x8825)) == ({}, {})
    left = {"icc_profile", "exif", "xmp", "comment", "Author", "Comment", "XML:com.adobe.xmp"}
    assert left & set(after.info) == set()
    assert SECRET.encode() in content
    assert SECRET.encode() not in picture(_file(content)).content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_put_upright(orientation: int) -> None:
    stored = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    image = _image() if stored is None else _image().transpose(stored)
    clean = picture(_file(_saved(image, "PNG", exif=_exif(orientation))))
    upright = _opened(clean)

    assert (clean.width, clean.height) == (60, 40)
    assert (upright.getpixel((5, 20)), upright.getpixel((55, 20))) == (RED, BLUE)


@pytest.mark.parametrize(
    ("size", "kept"), [((3000, 1000), (2400, 800)), ((10, 4800), (5, 2400)), ((2400, 9), (2400, 9))]
)
def test_a_picture_is_scaled_down_never_up(size: tuple[int, int], kept: tuple[int, int]) -> None:
    for kind in ("JPEG", "PNG"):
        clean = picture(_file(_saved(_image(*size), kind)))
        assert (clean.width, clean.height) == _opened(clean).size == kept


@pytest.mark.parametrize(
    ("kind", "mode", "kept"),
    [
        *(("JPEG", "CMYK", "RGB"), ("JPEG", "L", "L"), ("PNG", "1", "RGB"), ("PNG", "P", "RGB")),
        *(("PNG", "RGBA", "RGBA"), ("PNG", "LA", "RGBA"), ("WEBP", "L", "RGB")),
    ],
)
def test_every_mode_of_colour_is_drawn(kind: str, mode: str, kept: str) -> None:
    assert _opened(picture(_file(_saved(_image(mode=mode), kind)))).mode == kept


def test_sixteen_bits_are_drawn_without_burning() -> None:
    deep = Image.new("I;16", (8, 8), 128 * 257)

    assert _opened(picture(_file(_saved(deep, "PNG")))).getpixel((4, 4)) == 128


def test_transparency_of_a_palette_is_kept() -> None:
    image = _image(mode="P")
    image.info["transparency"] = image.getpixel((0, 0))
    clean = _opened(picture(_file(_saved(image, "PNG"))))

    assert clean.mode == "RGBA"
    assert (clean.getpixel((0, 0))[3], clean.getpixel((59, 0))[3]) == (0, 255)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparency_of_a_picture_is_kept(kind: str) -> None:
    image = _image(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 30, 40))
    clean = _opened(picture(_file(_saved(image, kind))))

    assert (clean.getpixel((5, 5))[3], clean.getpixel((55, 5))[3]) == (0, 255)


def test_only_the_first_image_of_a_short_animation_is_kept() -> None:
    frames = [Image.new("RGB", (60, 40), BLUE)]
    for kind in ("PNG", "WEBP"):
        content = _saved(_image(), kind, save_all=True, append_images=frames)
        assert Image.open(io.BytesIO(content)).n_frames == 2
        assert getattr(_opened(picture(_file(content))), "n_frames", 1) == 1


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ" + bytes(500), "photo.jpg"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "photo.png"),
        (SVG, "dessin.svg"),
        (b'<?xml version="1.0"?>' + SVG, "dessin.png"),
        (b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//", "photo.gif"),
        (_saved(_image(mode="P"), "GIF"), "photo.jpg"),
        (_saved(_image(), "TIFF"), "photo.jpg"),
        (_saved(_image(), "BMP"), "photo.png"),
        (b"%PDF-1.7", "photo.jpg"),
        (b"", "vide.jpg"),
        (b"\xff", "court.jpg"),
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name(content: bytes, name: str) -> None:
    assert _refusal(picture, content, name) == FileProblem.WRONG_PICTURE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_picture_is_refused(kind: str) -> None:
    noise = Image.frombytes("RGB", (200, 200), random.Random(1).randbytes(120_000))
    content = _saved(noise, kind)

    assert [_refusal(picture, content[: len(content) * part // 10]) for part in (1, 5, 9)] == [
        FileProblem.BROKEN
    ] * 3


def test_a_picture_with_a_script_behind_it_loses_the_script() -> None:
    content = _saved(_image(), "JPEG") + b"<script>alert(1)</script>"

    assert b"script" not in picture(_file(content)).content


@pytest.mark.parametrize(("width", "height"), [(8000, 8000), (60_000, 60_000), (2**31 - 1, 1)])
def test_a_picture_that_announces_too_many_pixels_is_never_unpacked(
    width: int, height: int
) -> None:
    assert _refusal(picture, _huge_png(width, height)) == FileProblem.TOO_MANY_PIXELS


def test_an_animation_counts_the_pixels_of_all_its_images() -> None:
    first = Image.new("L", (3000, 3000))
    frames = [Image.new("L", (3000, 3000), shade) for shade in range(1, 7)]
    content = _saved(first, "PNG", save_all=True, append_images=frames)

    assert _refusal(picture, content) == FileProblem.TOO_MANY_PIXELS


def test_pixels_are_limited_by_a_setting(settings: object) -> None:
    settings.UPLOAD_PICTURE_PIXELS = 2_399  # type: ignore[attr-defined]
    assert _refusal(picture, _saved(_image(), "PNG")) == FileProblem.TOO_MANY_PIXELS
    settings.UPLOAD_PICTURE_PIXELS = 2_400  # type: ignore[attr-defined]
    assert picture(_file(_saved(_image(), "PNG"))).width == 60


class _Endless(io.RawIOBase):
    """A file that never ends, and counts what is taken from it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def read(self, size: int = -1) -> bytes:
        assert 0 < size <= 65_536
        self.taken += size
        return b"\xff\xd8\xff" + bytes(size - 3)


@pytest.mark.parametrize(
    ("check", "limit", "said"),
    [
        (
            picture,
            8 * 1024**2,
            "Ce fichier est trop lourd. Envoyez-en un plus léger. La limite est de 8 Mo.",
        ),
        (
            document,
            10 * 1024**2,
            "Ce fichier est trop lourd. Envoyez-en un plus léger. La limite est de 10 Mo.",
        ),
        (
            scan,
            10 * 1024**2,
            "Ce fichier est trop lourd. Envoyez-en un plus léger. La limite est de 10 Mo.",
        ),
    ],
)
def test_too_big_a_file_is_not_read_to_its_end(
    check: Callable[..., CleanFile], limit: int, said: str
) -> None:
    endless = _Endless()
    with pytest.raises(BadFile) as refused:
        check(endless)

    assert refused.value.code == FileProblem.TOO_BIG
    assert refused.value.message.replace("\u00a0", " ") == said
    assert endless.taken <= limit + 65_536


def test_a_scan_is_a_picture_or_a_pdf() -> None:
    assert scan(_file(_saved(_image(), "JPEG"))).mime_type == "image/jpeg"
    assert scan(_file(_saved(_image(), "PDF"))).mime_type == "application/pdf"
    assert _refusal(scan, SVG) == FileProblem.WRONG_SCAN
    assert _refusal(scan, b"PK\x03\x04") == FileProblem.WRONG_SCAN


_STARTS = [
    *(b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypheic"),
    *(b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
]


@given(st.sampled_from(_STARTS), st.binary(max_size=400))
def test_random_bytes_are_always_refused(start: bytes, noise: bytes) -> None:
    for check in (picture, document, scan):
        assert _refusal(check, start + noise).label


@hypothesis_settings(max_examples=60)
@given(st.data())
def test_a_damaged_picture_is_drawn_or_refused(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))
    content = bytearray(_saved(_image(), kind, exif=_exif()))
    for _ in range(3):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert picture(_file(bytes(content))).width
    except BadFile as refused:
        assert refused.message


@pytest.mark.parametrize(
    ("original", "shown"),
    [
        ("plan du quartier.pdf", "plan du quartier.pdf"),
        ("C:\\Users\\marie\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("plan\x00.pdf\x1b[31m\n", "plan.pdf[31m"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("a\u200d\u00ad\ufeffb.png", "ab.png"),
        ("é" * 300 + ".pdf", "é" * 75 + "….pdf"),
        ("x" * 300, "x" * 79 + "…"),
        ("." + "x" * 300, "x" * 79 + "…"),
        ("a." + "x" * 300, "a." + "x" * 77 + "…"),
        *(("..", "Fichier sans nom"), ("dossier/", "Fichier sans nom"), ("", "Fichier sans nom")),
    ],
)
def test_a_name_is_shown_without_what_misleads(original: str, shown: str) -> None:
    assert display_name(original) == shown


@given(st.text(max_size=400))
def test_any_name_can_be_shown(original: str) -> None:
    shown = display_name(original)

    assert 0 < len(shown) <= 80
    assert not {"/", "\\", "\0", "\n", "\u202e", "\u2028"} & set(shown)
    assert display_name(shown) == shown


def test_webp_is_there_to_be_read() -> None:
    assert features.check("webp")
