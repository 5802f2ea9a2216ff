"""Forms of the room: what is masked, filed, added, extended, noted, replied."""

import re
from typing import Any

from django import forms
from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import uploads
from portal.plain_text import clean_line, clean_text
from portal.security.actions import record_refused_upload

from ..actions import GivenFile, GivenPiece
from ..enums import DocumentKind, MaskingGround, OpinionGiven, PieceKind
from ..models import Observation, Tag
from ..room_enums import RecordKind

REASON_ROWS = {"rows": 4}
_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
MOMENT = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


def checked(upload: File | None, form: forms.Form, field: str, *, scan: bool = False) -> Any:
    """The file once its content was checked; an error at its field, and None, when refused."""
    if not upload:
        return None
    try:
        clean = uploads.scan(upload) if scan else uploads.document(upload)
    except uploads.BadFile as bad:
        record_refused_upload("inquiry-room", bad.code)
        form.add_error(field, bad.message)
        return None
    return GivenFile(clean=clean, name=uploads.display_name(str(upload.name)))


class ThemesForm(forms.Form):
    """The themes of one observation."""

    tags = forms.MultipleChoiceField(
        label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    new = forms.CharField(label=_("Another theme"), max_length=80, required=False)

    def __init__(self, *args: Any, known: list[Tag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tags"]
        field.choices = [(tag.pk, tag.name) for tag in known]  # type: ignore[attr-defined]
        if not known:
            del self.fields["tags"]

    def clean_new(self) -> str:
        return clean_line(self.cleaned_data["new"])

    def chosen(self) -> list[int]:
        """The themes ticked."""
        return [int(pk) for pk in self.cleaned_data.get("tags", [])]


class TagNameForm(forms.Form):
    """Another name for a theme."""

    name = forms.CharField(
        label=_("Name of the theme"),
        max_length=80,
        error_messages={"required": _("Give the theme a name.")},
    )

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])


class MaskForm(forms.Form):
    """What is masked, on which ground of the law, and why."""

    what = forms.ChoiceField(label=_("What is masked"), widget=forms.RadioSelect)
    passages = forms.CharField(
        label=_("Passages of the text, if not all of it"),
        help_text=_("Copy each passage on a line of its own. Empty: the whole text is masked."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        help_text=_("What the law forbids. Disagreement, rudeness or error are no ground."),
        choices=[("", _("Choose")), *MaskingGround.choices],
        error_messages={"required": _("Choose the ground: it is shown to the public.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("In one sentence, without repeating what is masked: the public reads it."),
        max_length=500,
        widget=forms.Textarea(attrs={**REASON_ROWS, "data-count": 500}),
        error_messages={"required": _("Say why: the public reads it.")},
    )

    def __init__(self, *args: Any, observation: Observation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = observation.text
        self.places: list[tuple[int, int]] = []
        choices: list[tuple[str, Any]] = []
        if observation.text and not observation.is_masked:
            choices.append(("text", _("The text of the observation")))
        choices += [
            (str(file.pk), _("The file %(name)s") % {"name": file.file_name})
            for file in observation.files.all()
            if not file.is_masked
        ]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        self.has_choices = bool(choices)
        if choices:
            self.fields["what"].initial = choices[0][0]

    def clean_passages(self) -> str:
        typed = clean_text(self.cleaned_data["passages"])
        lines = [line.strip() for line in typed.split("\n") if line.strip()]
        for line in lines:
            found = [match.span() for match in re.finditer(re.escape(line), self.text)]
            if not found:
                message = _("These words are not in the text: “%(words)s”.")
                raise forms.ValidationError(message % {"words": line[:80]})
            self.places += found
        self.places = merged(self.places)
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("passages") and cleaned.get("what", "text") != "text":
            self.add_error("passages", _("Passages are of the text: a file is masked whole."))
        return cleaned

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])


def merged(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in a text in their order, those that touch made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


class UnmaskForm(forms.Form):
    """Why words are shown again."""

    reason = forms.CharField(
        label=_("Why it is shown again"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the public reads it.")},
    )
    what = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands beside the form that masks.
        super().__init__(*args, **{**kwargs, "auto_id": "shown_%s"})

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])


class AdditionForm(forms.Form):
    """A document that joins the dossier, on a day and for a reason that are public."""

    kind = forms.ChoiceField(label=_("Kind of document"), choices=PieceKind.choices)
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        error_messages={"required": _("Give the document a title.")},
    )
    author = forms.CharField(label=_("Author"), max_length=150, required=False)
    file = forms.FileField(
        label=_("File (PDF, ODT or DOCX)"),
        error_messages={"required": _("Choose the file.")},
    )
    reason = forms.CharField(
        label=_("Why it is added"),
        help_text=_("The public reads it beside the document, with the day."),
        max_length=400,
        widget=forms.Textarea(attrs={**REASON_ROWS, "data-count": 400}),
        error_messages={"required": _("Say why: the public reads it.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.given = checked(cleaned.get("file"), self, "file")
        return cleaned

    def piece(self) -> GivenPiece:
        """What the action needs."""
        given = self.cleaned_data
        return GivenPiece(
            kind=given["kind"],
            title=clean_line(given["title"]),
            author=clean_line(given["author"]),
            file=self.given,
        )


class DocumentForm(forms.Form):
    """A document that one party files, once."""

    kind = forms.ChoiceField(label=_("What is filed"))
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        error_messages={"required": _("Give the document a title.")},
    )
    opinion = forms.ChoiceField(
        label=_("Opinion"),
        help_text=_("With the conclusions only."),
        choices=[("", _("None")), *OpinionGiven.choices],
        required=False,
    )
    file = forms.FileField(
        label=_("File (PDF, ODT or DOCX)"),
        help_text=_("It is kept as it is and can never be replaced."),
        error_messages={"required": _("Choose the file.")},
    )

    def __init__(self, *args: Any, kinds: list[DocumentKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]
        if DocumentKind.CONCLUSIONS not in kinds:
            del self.fields["opinion"]

    def clean_title(self) -> str:
        return clean_line(self.cleaned_data["title"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_conclusions = cleaned.get("kind") == DocumentKind.CONCLUSIONS
        if is_conclusions and not cleaned.get("opinion"):
            self.add_error("opinion", _("Say what the conclusions conclude."))
        if not is_conclusions and cleaned.get("opinion"):
            self.add_error("opinion", _("Only conclusions give an opinion."))
        self.given = checked(cleaned.get("file"), self, "file")
        return cleaned


class ExtensionForm(forms.Form):
    """A later end of the register, and why."""

    to_moment = forms.DateTimeField(
        label=_("New end"),
        help_text=_("Day and hour, on the clock of the city."),
        widget=MOMENT,
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
        error_messages={
            "required": _("Give the day and the hour."),
            "invalid": _("Check the day and the hour."),
        },
    )
    reason = forms.CharField(
        label=_("Reasons"),
        help_text=_("Your decision in full: it is published with both dates."),
        max_length=1_500,
        widget=forms.Textarea(attrs={"rows": 6, "data-count": 1_500}),
        error_messages={"required": _("Give the reasons: they are published.")},
    )

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])


class PostponementForm(forms.Form):
    """A later day for what is due, and why."""

    step = forms.ChoiceField(label=_("What is postponed"))
    until = forms.DateField(
        label=_("New day"),
        widget=_DAY,
        error_messages={"required": _("Give the day."), "invalid": _("Check the day.")},
    )
    reason = forms.CharField(
        label=_("Reasons"),
        help_text=_("They are published with the new day."),
        max_length=1_500,
        widget=forms.Textarea(attrs=REASON_ROWS),
        error_messages={"required": _("Give the reasons: they are published.")},
    )

    def __init__(self, *args: Any, steps: list[tuple[str, str]], **kwargs: Any) -> None:
        # It stands beside the form that files.
        super().__init__(*args, **{**kwargs, "auto_id": "later_%s"})
        self.fields["step"].choices = steps  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])


class RecordForm(forms.Form):
    """A visit, a meeting, somebody heard: for whoever leads the procedure alone."""

    kind = forms.ChoiceField(label=_("What"), choices=RecordKind.choices)
    happened_on = forms.DateField(
        label=_("Day"),
        widget=_DAY,
        error_messages={"required": _("Give the day."), "invalid": _("Check the day.")},
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    attendance = forms.IntegerField(
        label=_("People present"), min_value=0, max_value=100_000, required=False
    )
    text = forms.CharField(
        label=_("What was seen or said"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6, "data-count": 5_000}),
        error_messages={"required": _("Note what was seen or said.")},
    )

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean_place(self) -> str:
        return clean_line(self.cleaned_data["place"])

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])


class ReplyForm(forms.Form):
    """What the project owner replies to one observation, or on a theme."""

    subject = forms.CharField(
        label=_("Theme"),
        max_length=150,
        error_messages={"required": _("Say on which theme you reply.")},
    )
    text = forms.CharField(
        label=_("Your reply"),
        help_text=_("Public as soon as it is sent, and never changed."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8, "data-count": 10_000}),
        error_messages={"required": _("Write your reply.")},
    )

    def __init__(self, *args: Any, with_subject: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_subject:
            del self.fields["subject"]

    def clean_subject(self) -> str:
        return clean_line(self.cleaned_data["subject"])

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])


class SettleForm(forms.Form):
    """What was done about a mail kept aside."""

    note = forms.CharField(
        label=_("What was done"),
        help_text=_("For example: read, no observation; answered by telephone; keyed in."),
        max_length=300,
        error_messages={"required": _("Say what was done.")},
    )

    def clean_note(self) -> str:
        return clean_line(self.cleaned_data["note"])
