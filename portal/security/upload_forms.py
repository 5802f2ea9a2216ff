"""Pictures and documents that editors send: checked by their content, not by their name."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from portal import staff_files, uploads
from portal.cms.kept_files import is_kept
from portal.file_problems import BadFile, FileProblem

from .actions import record_refused_upload

# Drawn anew, they lose what came with them: place, date, camera, comments, and any other file
# hidden behind the picture. The others move, or are rare.
_DRAWN_ANEW = {".jpeg", ".jpg", ".png", ".webp"}
WARNING = _(
    "Careful: this PDF holds a program, an attached file, a form that sends itself or a password. "
    "Readers’ programs may warn them or refuse it. Unless you need it, export it again as a plain "
    "PDF and replace the file."
)


class PortalImageForm(BaseImageForm):
    """Wagtail's form of a picture; what it sends is drawn anew."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        name = PurePath(file.name or "")
        if name.suffix.lower() not in _DRAWN_ANEW:
            file.seek(0)
            return file
        try:
            clean = uploads.staff_picture(file)
        except BadFile as bad:
            raise forms.ValidationError(bad.message) from bad
        return SimpleUploadedFile(name.name, clean.content, clean.mime_type)

    def clean(self) -> Any:
        cleaned = super().clean()
        if "file" in self.errors:
            record_refused_upload("staff.picture", FileProblem.WRONG_PICTURE)
        return cleaned


KEPT = _(
    "This file proves published news: it stays as it is. Add the new one as another document, "
    "and say in a correction what changes."
)


class PortalDocumentForm(BaseDocumentForm):
    """Wagtail's form of a document; says what its file does by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound and self._is_active():
            # Wagtail's own __init__ has already read the field.
            self.fields["title"].help_text = self["title"].help_text = WARNING

    def _is_active(self) -> bool:
        name = str(self.instance.file.name or "").lower()
        if not name.endswith(".pdf"):
            return False
        try:
            with self.instance.file.open("rb") as file:
                return staff_files.acts_by_itself(file)
        except OSError:
            return False

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        if self.instance.pk and is_kept(self.instance.pk):
            raise forms.ValidationError(KEPT)
        extension = PurePath(file.name or "").suffix
        if extension.lower().lstrip(".") not in settings.WAGTAILDOCS_EXTENSIONS:
            return file  # Wagtail says which ones it takes.
        try:
            staff_files.check_document(file, extension)
        except BadFile as bad:
            record_refused_upload("staff.document", bad.code)
            raise forms.ValidationError(bad.message) from bad
        return file
