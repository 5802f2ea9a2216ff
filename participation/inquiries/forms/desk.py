"""What officers type about a procedure: pieces, people, notices, documents of the authority."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from portal import uploads
from portal.file_problems import BadFile
from portal.plain_text import clean_line
from portal.security.actions import record_refused_upload

from ..actions import GivenFile, GivenPiece
from ..enums import BY_AUTHORITY, DocumentKind, MemberRole, NoticeMedium, PieceKind


class StaffFileField(forms.FileField):
    """A document that is checked by its content; cleaned, it is a GivenFile or None."""

    def clean(self, data: Any, initial: Any = None) -> GivenFile | None:
        sent = super().clean(data, initial)
        if not sent:
            return None
        name = uploads.display_name(sent.name)
        try:
            return GivenFile(uploads.staff_document(sent), name)
        except BadFile as bad:
            record_refused_upload("inquiry.document", bad.code)
            raise forms.ValidationError(bad.message) from bad


class ProofField(forms.FileField):
    """A photograph or a page of a newspaper, checked by its content; cleaned, a GivenFile or None.

    Pictures are drawn anew: nothing is left of the place and the telephone.
    """

    def clean(self, data: Any, initial: Any = None) -> GivenFile | None:
        sent = super().clean(data, initial)
        if not sent:
            return None
        try:
            return GivenFile(uploads.scan(sent), uploads.display_name(sent.name))
        except BadFile as bad:
            record_refused_upload("inquiry.proof", bad.code)
            raise forms.ValidationError(bad.message) from bad


class PieceForm(forms.Form):
    """A piece of the dossier, or why there is none; a reason once the procedure is announced."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PieceKind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    author = forms.CharField(label=_("Author"), max_length=150, required=False)
    dated = forms.DateField(label=_("Date of the piece"), required=False, widget=AdminDateInput())
    file = StaffFileField(
        label=_("File"), required=False, help_text=_("PDF, ODT or DOCX, 20 MB at most.")
    )
    absence = forms.CharField(
        label=_("Not applicable, because"),
        max_length=400,
        required=False,
        help_text=_("Instead of a file: why the dossier holds no such piece."),
    )
    reason = forms.CharField(
        label=_("Why it is added"),
        max_length=400,
        help_text=_("Published with the day: the dossier is announced, nothing is replaced."),
    )

    def __init__(self, *args: Any, is_announced: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_announced:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_given, why_not = bool(cleaned.get("file")), bool(cleaned.get("absence"))
        if "file" not in self.errors and is_given == why_not:
            self.add_error("file", _("Give the file, or say why there is none: one of the two."))
        return cleaned

    def piece(self) -> GivenPiece:
        """What the action needs."""
        names = ("kind", "title", "author", "dated", "file", "absence")
        return GivenPiece(**{name: self.cleaned_data[name] for name in names})


class MemberForm(forms.Form):
    """A person named for the procedure."""

    role = forms.ChoiceField(label=_("Capacity"), choices=MemberRole.choices)
    name = forms.CharField(label=_("Name as published"), max_length=150)
    quality = forms.CharField(
        label=_("Quality"),
        max_length=200,
        required=False,
        help_text=_("Profession, or who named them."),
    )

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])


class NoticeForm(forms.Form):
    """Where and when the notice was published."""

    medium = forms.ChoiceField(
        label=_("Where this notice was published"),
        choices=[one for one in NoticeMedium.choices if one[0] != NoticeMedium.WEBSITE],
    )
    title = forms.CharField(label=_("Newspaper or places"), max_length=250)
    published_on = forms.DateField(label=_("Published on"), widget=AdminDateInput())
    ended_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=AdminDateInput(),
        help_text=_("Of posters: the last day on which they hung. It may be said later."),
    )
    is_reminder = forms.BooleanField(label=_("Recalled after the opening"), required=False)
    proof = ProofField(
        label=_("Proof"),
        required=False,
        help_text=_(
            "The page of the newspaper or a photograph of the poster: PDF or picture, 10 MB at "
            "most. It is kept for the file of the procedure."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("published_on"), cleaned.get("ended_on")
        if first and last and last < first:
            self.add_error("ended_on", _("The last day cannot come before the first one."))
        return cleaned


class NoticeEndForm(forms.Form):
    """The last day of posters."""

    ended_on = forms.DateField(label=_("Hung until"), widget=AdminDateInput())


class AuthorityDocumentForm(forms.Form):
    """A document that the authority publishes: report of a concertation, summary, decision."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[one for one in DocumentKind.choices if one[0] in BY_AUTHORITY],
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    file = StaffFileField(label=_("File"), help_text=_("PDF, ODT or DOCX, 20 MB at most."))
