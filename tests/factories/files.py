"""Pictures and documents as people send them, and those that somebody disguised."""

import io
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from participation.actions import Upload, stage_file
from participation.enums import FileKind
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import StagedFile
from portal.uploads import document, picture
from tests.support import clock

from .participation import make_idea


def sent_picture(name: str = "photo.jpg", colour: str = "teal") -> SimpleUploadedFile:
    """A small picture; each colour is another content."""
    target = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue(), "image/jpeg")


def sent_document(name: str = "plan.pdf") -> SimpleUploadedFile:
    """A small PDF."""
    content = (
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n\n"
        b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
    )
    return SimpleUploadedFile(name, content, "application/pdf")


def disguised(name: str = "photo.jpg") -> SimpleUploadedFile:
    """A script that calls itself a picture."""
    return SimpleUploadedFile(name, b"<script>alert(1)</script>", "image/jpeg")


def staged(
    call: IdeaConsultation,
    form_token: str = "jeton",  # noqa: S107 - no secret
    *,
    colour: str = "teal",
    is_document: bool = False,
    at: datetime = clock.NOW,
) -> StagedFile | None:
    """A file kept for a form that is being written."""
    if is_document:
        upload = Upload(document(sent_document()), "plan.pdf", FileKind.DOCUMENT)
    else:
        clean = picture(sent_picture(colour=colour))
        upload = Upload(clean, f"{colour}.jpg", FileKind.PICTURE)
    return stage_file(activity=call, form_token=form_token, upload=upload, at=at)


def idea_with_files(call: IdeaConsultation, token: str = "jeton", **fields: Any) -> Idea:  # noqa: S107
    """An idea with one picture and one document."""
    staged(call, token)
    staged(call, token, is_document=True)
    return make_idea(call, form_token=token, **fields)
