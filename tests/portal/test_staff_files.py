"""What editors send: documents and pictures known by their content, given back harmless."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.cms.models import PortalDocument, PortalImage
from portal.file_problems import BadFile, FileProblem
from portal.security.models import SecurityEvent
from portal.staff_files import acts_by_itself, check_document

MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
PAGE = b"<!doctype html><script>alert(1)</script>"
DRAWING = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
WRONG = FileProblem.NOT_WHAT_IT_SAYS


def pdf(catalog: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R" + catalog + b">>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
        b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
    )


def archive(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


def office(kind: str, **more: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("[Content_Types].xml", MAIN.format(kind))
        for name, content in more.items():
            made.writestr(name.replace("__", "/").replace("_bin", ".bin"), content)
    return target.getvalue()


def problem_of(name: str, content: bytes) -> FileProblem | None:
    try:
        check_document(SimpleUploadedFile(name, content), Path(name).suffix)
    except BadFile as bad:
        return bad.code
    return None


ACTIVE_PDF = pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", pdf()),
        ("formulaire.PDF", ACTIVE_PDF),  # taken, with a warning
        ("liste.csv", "nom;âge\nété;3\n".encode()),
        ("liste.csv", "\ufeffnom;âge\n".encode("utf-16-le")),
        ("note.docx", office("wordprocessingml.document")),
        ("table.xlsx", office("spreadsheetml.sheet")),
        ("note.odt", archive(mimetype=b"application/vnd.oasis.opendocument.text")),
        ("table.ods", archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")),
        ("tout.zip", archive(a=b"b")),
    ],
)
def test_what_it_says_is_taken(name, content):
    assert problem_of(name, content) is None


@pytest.mark.parametrize("extension", ["pdf", "csv", "docx", "xlsx", "odt", "ods", "zip"])
@pytest.mark.parametrize(
    "content",
    [
        PAGE,
        b"\xef\xbb\xbf  \n" + PAGE,
        PAGE.decode().encode("utf-16-le"),
        DRAWING,
        b"<?xml version='1.0'?>" + DRAWING,
        b"MZ\x90\x00",
        b"\x7fELF",
        b"#!/bin/sh",
    ],
)
def test_disguised_is_refused(extension, content):
    assert problem_of(f"plan.{extension}", content) == WRONG


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("note.docx", office("spreadsheetml.sheet"), WRONG),
        ("note.docx", archive(a=b"b"), WRONG),
        ("note.odt", archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), WRONG),
        ("note.pdf", b"%PDF-1.7 cut", FileProblem.BROKEN),
        (
            "note.docx",
            office("wordprocessingml.document", word__vbaProject_bin=b"x"),
            FileProblem.ACTIVE,
        ),
        ("drawing.svg", DRAWING, WRONG),
    ],
)
def test_not_what_it_says_is_refused(name, content, problem):
    assert problem_of(name, content) == problem


def test_pdf_that_acts_is_known():
    assert acts_by_itself(io.BytesIO(ACTIVE_PDF))
    assert acts_by_itself(io.BytesIO(pdf(b"/Encrypt 3 0 R")))
    assert not acts_by_itself(io.BytesIO(pdf()))
    assert not acts_by_itself(io.BytesIO(PAGE))


def picture(kind: str = "JPEG", **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(target, kind, **options)
    return target.getvalue()


pytest_db = pytest.mark.django_db


@pytest_db
class TestAdmin:
    """The same through Wagtail's own screens."""

    @pytest.fixture
    def editor(self, communications: Any, client_of: Callable[..., Any], settings: Any) -> Any:
        return client_of(communications)

    @pytest.fixture(autouse=True)
    def _own_media(self, settings: Any, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path

    def send(self, editor: Any, name: str, content: bytes) -> Any:
        kind = "documents" if Path(name).suffix in {".pdf", ".csv", ".zip"} else "images"
        data = {"title": "Essai", "file": SimpleUploadedFile(name, content)}
        data["collection"] = "1"
        return editor.post(f"/admin/{kind}/add/", data)

    def test_document_that_lies_is_refused_and_noted(self, editor):
        page = self.send(editor, "plan.pdf", PAGE).content.decode()

        assert "ne correspond pas à son nom" in page
        assert not PortalDocument.objects.exists()
        event = SecurityEvent.objects.get(event="portal.upload.refused")
        assert event.details == {"place": "staff.document", "problem": "not_what_it_says"}

    def test_document_that_acts_is_taken_with_a_warning(self, editor):
        assert self.send(editor, "plan.pdf", ACTIVE_PDF).status_code == 302
        self.send(editor, "simple.pdf", pdf())
        active, plain = PortalDocument.objects.order_by("pk")

        warned = [
            "ce PDF contient un programme"
            in editor.get(f"/admin/documents/edit/{pk}/").content.decode()
            for pk in (active.pk, plain.pk)
        ]
        assert warned == [True, False]

    @pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.webp", "photo.gif"])
    @pytest.mark.parametrize("content", [PAGE, DRAWING])
    def test_picture_that_lies_is_refused_and_noted(self, editor, name, content):
        assert self.send(editor, name, content).status_code == 200

        assert not PortalImage.objects.exists()
        assert SecurityEvent.objects.filter(event="portal.upload.refused").exists()

    def test_drawing_is_not_taken(self, editor):
        assert self.send(editor, "dessin.svg", DRAWING).status_code == 200
        assert not PortalImage.objects.exists()

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_picture_is_drawn_anew(self, editor, kind):
        exif = Image.Exif()
        exif[0x013B] = "Camille Secret"
        sent = picture(kind, exif=exif) + PAGE

        response = self.send(editor, f"photo.{kind.lower()}", sent)

        assert response.status_code == 302
        kept = PortalImage.objects.get()
        with kept.file.open("rb") as file:
            content = file.read()
        assert b"Secret" not in content
        assert b"<script" not in content
        assert (kept.width, kept.height) == (60, 40)
        assert kept.file_size == len(content)

    def test_other_forms_of_sending_check_too(self, editor):
        for address, field in (
            ("/admin/documents/multiple/add/", "files[]"),
            ("/admin/images/multiple/add/", "files[]"),
            ("/admin/documents/chooser/create/", "document-chooser-upload-file"),
            ("/admin/images/chooser/create/", "image-chooser-upload-file"),
        ):
            name = "plan.pdf" if "documents" in address else "photo.png"
            prefix = field.removesuffix("file") if field.endswith("file") else ""
            data = {field: SimpleUploadedFile(name, PAGE), f"{prefix}title": "Essai"}
            data[f"{prefix}collection"] = "1"
            response = editor.post(address, data, headers={"x-requested-with": "XMLHttpRequest"})
            assert response.status_code == 200, address
        assert not PortalDocument.objects.exists()
        assert not PortalImage.objects.exists()
