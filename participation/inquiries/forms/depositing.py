"""The form by which anybody gives an observation: no account, no name asked for."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_line, clean_text

from ...forms.files import FilesForm
from ..models.registers import TEXT_LENGTH

_FILES = ("pictures", "document")


class ObservationForm(FilesForm, GuardedForm):
    """The text or files; then a name and an address, if one wishes."""

    upload_place = "observation"
    field_order = ("text", *_FILES, "name", "email")

    text = forms.CharField(
        label=_("Your observation"),
        help_text=_(
            "What you think of the project, what you ask, what you propose. Public, word for "
            "word: 20,000 characters at most."
        ),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12, "data-count": TEXT_LENGTH}),
        error_messages={
            "required": _("Write your observation, or attach a file."),
            "max_length": _(
                "Shorten the text: 20,000 characters at most, you wrote %(show_value)d. The rest "
                "may come as a document. Nothing is lost."
            ),
        },
    )
    name = forms.CharField(
        label=_("Name, or name of your association"),
        help_text=_("Public beside your observation. Leave empty to remain anonymous."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": _("Shorten the name: 120 characters at most.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("To receive your receipt. Never published. Expected format: name@domain.fr"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Check the address: it should look like name@domain.fr.")},
    )

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def excuse_text(self) -> None:
        """Does without a text: files were kept that say it."""
        if self.has_error("text", "required"):
            del self.errors["text"]
            self.cleaned_data["text"] = ""

    def forgive(self) -> None:
        """Forgets what was said of a form that is not being sent, except of its files."""
        for name in [name for name in self.errors if name not in _FILES]:
            del self.errors[name]

    def carried(self) -> Iterator[tuple[str, str]]:
        """What the second reading hands on unseen: names and values, without the files."""
        for bound in self:
            if bound.name in _FILES:
                continue
            value = bound.value()
            if value not in (None, ""):
                yield bound.html_name, str(value)

    def observation(self) -> dict[str, Any]:
        """What the action needs, under its own names."""
        return {name: self.cleaned_data.get(name, "") for name in ("text", "name", "email")}
