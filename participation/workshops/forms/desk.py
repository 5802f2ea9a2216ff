"""The forms of those who hold a meeting: register by telephone, count, cancel, note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.plain_text import clean_line, clean_text

from ..rules import NEEDS_MAXIMUM, SEATS_MAXIMUM


class PhoneForm(forms.Form):
    """Somebody who calls or comes to a desk."""

    seats = forms.IntegerField(
        label=_("Number of seats"), min_value=1, max_value=SEATS_MAXIMUM, initial=1
    )
    name = forms.CharField(label=_("Name or pseudonym"), max_length=80, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    needs = forms.CharField(
        label=_("What the room needs"), max_length=NEEDS_MAXIMUM, required=False
    )

    def registration(self) -> dict[str, Any]:
        """What the action needs, under its own names."""
        given = self.cleaned_data
        words = {name: clean_line(given[name]) for name in ("name", "email", "phone", "needs")}
        return {**words, "seats": given["seats"]}


class AttendanceForm(forms.Form):
    """How many people came."""

    count = forms.IntegerField(
        label=_("People present"),
        help_text=_("A number, never names."),
        min_value=0,
        max_value=100_000,
    )


class CancelMeetingForm(forms.Form):
    """Why a meeting does not take place: said on its page and in the mails."""

    reason = forms.CharField(
        label=_("Why, and what happens instead"),
        max_length=250,
        error_messages={"required": _("Say why: those who registered read it.")},
    )

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])


class NoteForm(forms.Form):
    """A question or an idea heard in the meeting."""

    title = forms.CharField(
        label=_("In one sentence"),
        max_length=100,
        error_messages={"required": _("Say in one sentence what was asked or proposed.")},
    )
    text = forms.CharField(
        label=_("What was said"),
        help_text=_("In the words of who said it, without any name."),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def note(self) -> dict[str, Any]:
        """What the action needs."""
        given = self.cleaned_data
        return {"title": clean_line(given["title"]), "text": clean_text(given["text"])}
