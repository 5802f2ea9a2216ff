"""Pages of the paper register, letters and words said, as somebody keys them in."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.plain_text import clean_line, clean_text

from ..enums import KEYED
from .room import MOMENT, checked


class PageForm(forms.Form):
    """What stands on a page of the paper register, in a letter, or was said."""

    channel = forms.ChoiceField(
        label=_("How it came"), choices=[(one.value, one.label) for one in KEYED]
    )
    received_at = forms.DateTimeField(
        label=_("Received on"),
        help_text=_("When it was written or received, not when you key it in."),
        widget=MOMENT,
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
        error_messages={
            "required": _("Give the day and the hour."),
            "invalid": _("Check the day and the hour."),
        },
    )
    source = forms.CharField(
        label=_("Where it stands on paper"),
        help_text=_("For example: register of the town hall, page 3; letter of 12 May."),
        max_length=120,
        error_messages={"required": _("Say where it stands, so that anybody finds it again.")},
    )
    text = forms.CharField(
        label=_("Observation"),
        help_text=_("Word for word, as it is written or was said."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "data-count": 20_000}),
        error_messages={"required": _("Key in the observation.")},
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As it is signed; empty when nobody signed."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Never public. The receipt is sent to it."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Check the address: it should look like name@domain.fr.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("source", "name", "email"):
            cleaned[name] = clean_line(cleaned.get(name, ""))
        cleaned["text"] = clean_text(cleaned.get("text", ""))
        return cleaned

    def written(self) -> dict[str, Any]:
        """What the actions need, under their own names."""
        return {name: self.cleaned_data[name] for name in PageForm.base_fields}


class NewPageForm(PageForm):
    """The same with a scan, when it is keyed in."""

    scan = forms.FileField(
        label=_("Scan of the page"),
        help_text=_("PDF, JPEG or PNG. Never public: it serves to compare."),
        required=False,
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.given = checked(cleaned.get("scan"), self, "scan", scan=True)
        return cleaned


def moment_text(moment: datetime) -> str:
    """A moment as the control of the form holds it."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")
