"""The fields by which pictures and a document are joined to what somebody writes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal import uploads
from portal.plain_text import clean_line
from portal.security.actions import record_refused_upload
from portal.uploads import BadFile, CleanFile

from ..actions import Upload
from ..enums import FileKind
from ..models import PICTURES_AT_MOST

_DESCRIPTION = "description-"
_DESCRIPTION_LENGTH = 250


class FilesInput(forms.FileInput):
    """Chooses files; the list of those that came."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, multiple: bool = False) -> None:
        # Said to Django by the class, so that it lets the attribute through.
        self.allow_multiple_selected = multiple
        super().__init__({**(attrs or {}), **({"multiple": True} if multiple else {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return files.getlist(name) if hasattr(files, "getlist") else []


class FilesField(forms.Field):
    """Files as they came: what they hold is checked one by one, so that no good one is lost."""

    widget = FilesInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nothing to write back: a browser never shows a file again."""
        return None


class FilesForm(forms.Form):
    """Pictures and a document; after `is_valid()`, `uploads` holds those that are good."""

    # The place that the security log names when a file is refused.
    upload_place = "idea"

    pictures = FilesField(
        label=_("Pictures"),
        help_text=_(
            "Four at most, JPEG, PNG, WebP or HEIC, 8 MB each. The place and the date of the "
            "shot are erased. Show nobody who has not agreed."
        ),
        required=False,
        widget=FilesInput(
            {"accept": "image/jpeg,image/png,image/webp,image/heic,.heic"}, multiple=True
        ),
    )
    document = FilesField(
        label=_("Document"),
        help_text=_(
            "One, PDF, ODT or DOCX, 10 MB at most. It is read by everybody: take out what names "
            "a person."
        ),
        required=False,
        widget=FilesInput({"accept": ".pdf,.odt,.docx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.uploads: list[Upload] = []

    def clean_pictures(self) -> list[Any]:
        return self._check("pictures", FileKind.PICTURE, uploads.picture)

    def clean_document(self) -> list[Any]:
        return self._check("document", FileKind.DOCUMENT, uploads.document)

    def _check(self, field: str, kind: FileKind, check: Callable[[Any], CleanFile]) -> list[Any]:
        given: list[Any] = self.cleaned_data[field]
        problems = []
        # More than that are refused by their number alone, without being opened.
        for file in given[:PICTURES_AT_MOST]:
            name = uploads.display_name(file.name)
            try:
                clean = check(file)
            except BadFile as bad:
                record_refused_upload(f"{self.upload_place}.{kind}", bad.code)
                problems.append(said_of(name, bad.message))
            else:
                self.uploads.append(Upload(clean, _with_ending(name, clean), kind))
        problems += [no_room_for(file.name) for file in given[PICTURES_AT_MOST:]]
        if problems:
            raise forms.ValidationError(problems)
        return given

    def descriptions(self) -> dict[int, str]:
        """What was written of each file already kept, by its number."""
        written = {}
        for name in self.data:
            number = name.removeprefix(_DESCRIPTION)
            if name.startswith(_DESCRIPTION) and number.isascii() and number.isdigit():
                text = clean_line(str(self.data[name]))[:_DESCRIPTION_LENGTH]
                written[int(number[:18])] = text
        return written


def said_of(name: str, message: str) -> str:
    """A message about one file."""
    return _("“%(name)s”: %(message)s") % {"name": name, "message": message}


def no_room_for(name: str) -> str:
    """Why a good file is not kept."""
    told = _("it was not kept: four pictures and one document at most. Remove another one first.")
    return said_of(uploads.display_name(name), str(told))


def _with_ending(name: str, clean: CleanFile) -> str:
    """The name with the ending of what the file has become: a HEIC picture is kept as JPEG."""
    stem, dot, ending = name.rpartition(".")
    same = {"jpeg": "jpg"}.get(ending.lower(), ending.lower()) == clean.extension
    if same:
        return name
    return uploads.display_name(f"{stem if dot else name}.{clean.extension}")
