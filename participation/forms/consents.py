"""What people answer about their own idea, and what officers ask of them."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.plain_text import clean_line, clean_text

from ..queries.promotions import public_calls


class SignatureForm(forms.Form):
    """Under which name an agent's idea is made public; never the one used among agents."""

    display_name = forms.CharField(
        label=_("Signature"),
        help_text=_("Whatever you like. Left empty, the contribution is signed “Anonymous”."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_display_name(self) -> str:
        return clean_line(self.cleaned_data["display_name"])


class MergeForm(forms.Form):
    """Under which idea of the same call this one could stand, and why."""

    number = forms.IntegerField(
        label=_("Number of the other contribution"),
        min_value=1,
        error_messages={"required": _("Choose a contribution below, or write its number.")},
    )
    reason = forms.CharField(
        label=_("Reason, public"),
        help_text=_("What both ask for. The author, the supporters and the public read it."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the people concerned read it.")},
    )

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])


class PromotionForm(forms.Form):
    """Towards which public call, and why: the author reads it before deciding."""

    target = forms.ChoiceField(
        label=_("Public activity"),
        error_messages={
            "required": _("Choose the activity in which it would be public."),
            "invalid_choice": _("Choose the activity in which it would be public."),
        },
    )
    reason = forms.CharField(
        label=_("Reason, for the author"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why: the people concerned read it.")},
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calls = {str(call.pk): call for call in public_calls(at)}
        choices = [(pk, call.title) for pk, call in self.calls.items()]
        self.fields["target"].choices = [("", "---------"), *choices]  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])
