"""Documents that people send: PDF, ODT and DOCX that show and do nothing else."""

import io
import zipfile
import zlib
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portal.uploads import BadFile, CleanFile, FileProblem, document

SECRET = b"Camille Secret"
PACKAGE_TYPES = (
    b'<Types><Override PartName="/word/document.xml" ContentType="application/vnd.'
    b'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
ODT_TYPE = b"application/vnd.oasis.opendocument.text"


def _sent(content: bytes) -> CleanFile:
    return document(SimpleUploadedFile("piece.bin", content))


def _refusal(content: bytes) -> FileProblem:
    with pytest.raises(BadFile) as refused:
        _sent(content)
    return refused.value.code


def _pdf(body: bytes = b"", catalog: bytes = b"") -> bytes:
    """A small PDF; readers rebuild its table of objects, as they do for many real ones."""
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R" + catalog + b">>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n" + body + b"\n"
        b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
    )


def _object_stream(objects: bytes, head: bytes = b"/Filter/FlateDecode") -> bytes:
    packed = zlib.compress(objects) if head else objects
    return (
        b"9 0 obj\n<</Type/ObjStm/N 1/First 4" + head + b"/Length %d>>\nstream\n" % len(packed)
        + packed + b"\nendstream\nendobj\n"
    )  # fmt: skip


def _zip(members: dict[str, bytes], stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)
    return target.getvalue()


def _docx(**more: bytes) -> bytes:
    members = {"[Content_Types].xml": PACKAGE_TYPES, "word/document.xml": b"<w:document/>"}
    return _zip(members | more)


def _odt(**more: bytes) -> bytes:
    members = {"mimetype": ODT_TYPE, "content.xml": b"<office:document-content/>"}
    return _zip(members | {"META-INF/manifest.xml": b"<manifest:manifest/>"} | more)


def _members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_pdf_is_kept_as_it_is() -> None:
    target = io.BytesIO()
    Image.new("RGB", (20, 20)).save(target, "PDF")

    for content in (target.getvalue(), _pdf(), _pdf(_object_stream(b"5 0 (bonjour)"))):
        assert _sent(content) == CleanFile(content, "application/pdf", "pdf")


@pytest.mark.parametrize(
    "written",
    [
        *(b"/Author (Camille Secret)", b"/Author<43616D696C6C6520536563726574>"),
        *(b"/Author(Camille \\(Secret\\))", b"<dc:creator><li>Camille Secret</li></dc:creator>"),
    ],
)
def test_the_author_of_a_pdf_is_blanked_without_moving_anything(written: bytes) -> None:
    content = _pdf(b"7 0 obj\n<<" + written + b"/Title (Plan)>>\nendobj")
    clean = _sent(content).content

    assert len(clean) == len(content)
    assert [word in clean for word in (b"Secret", b"536563726574", b"/Title (Plan)")] == [
        *(False, False, True),
    ]


def test_a_signed_pdf_is_not_touched() -> None:
    content = _pdf(b"7 0 obj\n<</Author (Camille Secret)/ByteRange [0 1 2 3]>>\nendobj")

    assert _sent(content).content == content


@pytest.mark.parametrize(
    "catalog",
    [
        b"/OpenAction[3 0 R /XYZ null null 0]",
        b"/OpenAction <</S/GoTo/D[3 0 R /Fit]>>",
        b"/OpenAction 7 0 R",
        b"/OpenAction 8 0 R",
        b"/OpenAction 5 0 R",
    ],
)
def test_a_pdf_may_choose_the_page_it_opens_on(catalog: bytes) -> None:
    body = b"7 0 obj\n<</S /GoTo /D [3 0 R /Fit]>>\nendobj\n8 0 obj\n[3 0 R /Fit]\nendobj\n"

    assert (
        _sent(_pdf(body + _object_stream(b"5 0 <</S/GoTo/D[3 0 R]>>"), catalog)).extension == "pdf"
    )


ACTION = b"7 0 obj\n<</S /URI /URI (http://x.example)>>\nendobj\n"


@pytest.mark.parametrize(
    "content",
    [
        _pdf(b"7 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj"),
        _pdf(b"7 0 obj\n<</S/J#61vaScript/J#53(app.alert(1))>>\nendobj"),
        _pdf(b"7 0 obj\n<</S/#4a#61#76#61#53#63#72#69#70#74>>\nendobj"),
        _pdf(b"7 0 obj\n<</JS 8 0 R>>\nendobj"),
        _pdf(b"7 0 obj\n<</S/Launch/F(cmd.exe)>>\nendobj"),
        _pdf(b"7 0 obj\n<</S/L#61unch>>\nendobj"),
        _pdf(b"7 0 obj\n<</Type/EmbeddedFile>>\nendobj"),
        _pdf(catalog=b"/Names<</EmbeddedFiles 9 0 R>>"),
        _pdf(catalog=b"/AA<</WC 7 0 R>>"),
        _pdf(catalog=b"/AcroForm<</XFA 7 0 R>>"),
        _pdf(b"7 0 obj\n<</Subtype/RichMedia>>\nendobj"),
        _pdf(ACTION, b"/OpenAction 7 0 R"),
        _pdf(ACTION, b"/Open#41ction 7 0 R"),
        _pdf(catalog=b"/OpenAction<</S/URI/URI(http://x.example)>>"),
        _pdf(catalog=b"/OpenAction 70 0 R"),
        _pdf(_object_stream(b"5 0 <</S/JavaScript/JS(1)>>")),
        _pdf(_object_stream(b"5 0 <</S/Jav#61Script/JS(1)>>")),
        _pdf(_object_stream(b"5 0 <</JS(1)>>")),
        _pdf(_object_stream(b"5 0 <</JS(1)>>", b"")),
        _pdf(b"% stream\n" + _object_stream(b"5 0 <</S/JavaScript/JS(1)>>")),
        _pdf(_object_stream(b"5 0 (x)", b"/Filter[/ASCIIHexDecode/FlateDecode]")),
        _pdf(_object_stream(b"5 0 (x)", b"/Filter/LZWDecode")),
        _pdf(_object_stream(b"5 0 (x)", b"/Filter/FlateDecode/DecodeParms<</Predictor 12>>")),
        _pdf(_object_stream(b"5 0 (x)", b"/Fil#74er 8 0 R")),
    ],
)
def test_a_pdf_that_does_something_by_itself_is_refused(content: bytes) -> None:
    assert _refusal(content) == FileProblem.ACTIVE


def test_short_names_among_the_bytes_of_a_picture_are_not_names() -> None:
    body = b"7 0 obj\n<</Length 9/Filter/DCTDecode>>\nstream\n\xff/JS /AA \xfe\nendstream\nendobj"

    assert _sent(_pdf(body)).extension == "pdf"


def test_an_outline_is_not_taken_for_an_object_stream() -> None:
    body = b"6 0 obj\n<</First 7 0 R/Last 7 0 R>>\nendobj\n"
    stream = b"8 0 obj\n<</Filter/DCTDecode>>\nstream\nxx\nendstream\nendobj"

    assert _sent(_pdf(body + stream)).extension == "pdf"


def test_a_protected_pdf_is_refused() -> None:
    content = _pdf().replace(b"<</Root", b"<</Encrypt 6 0 R/Root")

    assert _refusal(content) == FileProblem.PROTECTED
    assert _refusal(content.replace(b"/Encrypt", b"/Encr#79pt")) == FileProblem.PROTECTED
    assert _sent(_pdf(b"7 0 obj\n<</EncryptMetadata false>>\nendobj")).extension == "pdf"


def test_a_cut_pdf_is_refused() -> None:
    content = _pdf()

    assert _refusal(content[:-40]) == FileProblem.BROKEN
    assert _refusal(content[: len(content) // 2]) == FileProblem.BROKEN
    assert _refusal(b"%PDF-1.7\nstartxref %%EOF" + bytes(5000)) == FileProblem.BROKEN
    damaged = _object_stream(b"5 0 (x)").replace(b"stream\n\x78", b"stream\n\x00")
    assert _refusal(_pdf(damaged)) == FileProblem.BROKEN


def test_a_pdf_bomb_is_refused() -> None:
    bomb = _object_stream(b"5 0 " + b" " * 70_000_000)

    assert _refusal(_pdf(bomb)) == FileProblem.TOO_BIG


@pytest.mark.parametrize(
    "piece", [b"stream\n", b"/First 1 stream\n", b"/OpenAction 7 0 R ", b"/#", b"/Author(", b"/a"]
)
def test_a_hostile_pdf_is_judged_in_one_reading(piece: bytes) -> None:
    content = _pdf(piece * (2_000_000 // len(piece)) + _object_stream(b"5 0 (x)"))
    try:
        assert _sent(content).extension == "pdf"
    except BadFile as refused:
        assert refused.code in FileProblem


def test_an_odt_is_zipped_anew_without_its_author() -> None:
    meta = b"<m><dc:creator>%s</dc:creator><meta:initial-creator>%s</meta:initial-creator></m>"
    sent = _odt(**{"meta.xml": meta % (SECRET, SECRET), "Pictures/": b""})
    clean = _sent(b"".join([sent, b"<script>behind</script>"]))

    assert (clean.mime_type, clean.extension) == (ODT_TYPE.decode(), "odt")
    assert _members(clean.content) == {
        "mimetype": ODT_TYPE,
        "content.xml": b"<office:document-content/>",
        "META-INF/manifest.xml": b"<manifest:manifest/>",
        "meta.xml": meta % (b"", b""),
    }
    assert b"behind" not in clean.content
    # What tells an ODT from any archive: its type, first and uncompressed.
    assert clean.content[30:77] == b"mimetype" + ODT_TYPE


def test_a_docx_is_zipped_anew_without_its_author() -> None:
    core = b"<c><dc:creator>%s</dc:creator><cp:lastModifiedBy>%s</cp:lastModifiedBy></c>"
    link = b'<Relationship Type="http://x/hyperlink" Target="http://x" TargetMode="External"/>'
    sent = _docx(
        **{"docProps/core.xml": core % (SECRET, SECRET), "word/_rels/document.xml.rels": link}
    )
    clean = _sent(sent)

    assert (clean.mime_type, clean.extension) == (
        *("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    )
    assert _members(clean.content)["docProps/core.xml"] == (
        b"<c><dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy></c>"
    )
    assert _members(clean.content)["word/_rels/document.xml.rels"] == link


TEMPLATE = (
    b"<Relationship Type='http://x/attachedTemplate' Target='http://x' TargetMode='External'/>"
)

# One letter changed in what is stored: the sum of the member is wrong.
DAMAGED = _zip(
    {"[Content_Types].xml": PACKAGE_TYPES, "word/document.xml": b"<w:document/>"},
    stored=("word/document.xml",),
).replace(b"<w:document/>", b"<w:dacument/>")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (_docx(**{"word/vbaProject.bin": b"x"}), FileProblem.ACTIVE),
        (_docx(**{"word/VBAPROJECT.BIN": b"x"}), FileProblem.ACTIVE),
        (_docx(**{"word/activeX/activeX1.xml": b"x"}), FileProblem.ACTIVE),
        (_docx(**{"word/_rels/settings.xml.rels": TEMPLATE}), FileProblem.ACTIVE),
        (_docx(**{"[Content_Types].xml": PACKAGE_TYPES + b"macroEnabled"}), FileProblem.ACTIVE),
        (_odt(**{"Basic/Standard/script-lb.xml": b"x"}), FileProblem.ACTIVE),
        (_odt(**{"Scripts/python/x.py": b"x"}), FileProblem.ACTIVE),
        (_odt(**{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), FileProblem.PROTECTED),
        (_docx(**{"word/media/x.xml": b" " * 5_000_000}), FileProblem.TOO_BIG),
        (_docx(**{f"{number}": b"" for number in range(5_001)}), FileProblem.TOO_BIG),
        (_docx(**{"../../etc/passwd": b"x"}), FileProblem.BROKEN),
        (_docx(**{"/etc/passwd": b"x"}), FileProblem.BROKEN),
        (_docx(**{"C:\\x": b"x"}), FileProblem.BROKEN),
        (_docx()[:-30], FileProblem.BROKEN),
        (DAMAGED, FileProblem.BROKEN),
        (_zip({"[Content_Types].xml": PACKAGE_TYPES}), FileProblem.BROKEN),
        (_zip({"mimetype": ODT_TYPE}), FileProblem.BROKEN),
        (_zip({"mimetype": b"application/epub+zip"}), FileProblem.WRONG_DOCUMENT),
        (_zip({"x.exe": b"MZ"}), FileProblem.WRONG_DOCUMENT),
        (b"PK\x03\x04" + bytes(50), FileProblem.BROKEN),
        (b"MZ" + bytes(50), FileProblem.WRONG_DOCUMENT),
        (b"<html><script>alert(1)</script>", FileProblem.WRONG_DOCUMENT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), FileProblem.WRONG_DOCUMENT),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            FileProblem.PROTECTED,
        ),
        (b"", FileProblem.WRONG_DOCUMENT),
    ],
    # Zipped at the time of day: no name for a test that two processes collect.
    ids=lambda value: "document" if isinstance(value, bytes) else str(value),
)
def test_what_is_no_plain_document_is_refused(content: bytes, problem: FileProblem) -> None:
    assert _refusal(content) == problem


def test_an_encrypted_member_is_refused() -> None:
    content = bytearray(_docx())
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1

    assert _refusal(bytes(content)) == FileProblem.PROTECTED


def test_an_archive_without_a_member_is_refused() -> None:
    empty = b"PK\x05\x06" + bytes(18)

    assert _refusal(_docx()[:4] + bytes(26) + empty) == FileProblem.BROKEN


@pytest.mark.parametrize("make", [_docx, _odt, _pdf])
@given(st.data())
def test_a_damaged_document_is_cleaned_or_refused(
    make: Callable[[], bytes], data: st.DataObject
) -> None:
    content = bytearray(make())
    for _ in range(3):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert _sent(bytes(content)).content
    except BadFile as refused:
        assert refused.message
