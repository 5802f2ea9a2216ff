"""Forms of the desk for voting codes: how many, for whom, why; and why they are cancelled."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.plain_text import clean_line

from ..rulebook import Rulebook

# Letters in one file: beyond, a printer merges the table with its own addresses.
LETTERS_AT_ONCE = 500
CODES_AT_ONCE = 200_000
CSV, LETTERS = "csv", "letters"


class MakeCodesForm(forms.Form):
    """A batch of codes for one mailing."""

    label = forms.CharField(
        label=_("Where they go"),
        help_text=_("For example: letters to the Port district, first mailing. Not published."),
        max_length=120,
        error_messages={"required": _("Say where these codes go.")},
    )
    envelope = forms.ChoiceField(label=_("District"), required=False)
    count = forms.IntegerField(
        label=_("Number of codes"),
        help_text=_("From 1 to 200,000 at a time."),
        min_value=1,
        max_value=CODES_AT_ONCE,
        error_messages={
            "required": _("Say how many codes: between 1 and 200,000."),
            "min_value": _("Between 1 and 200,000 codes at once."),
            "max_value": _("Between 1 and 200,000 codes at once."),
        },
    )
    reason = forms.CharField(
        label=_("Why they are made"),
        help_text=_("Published in the journal of the vote, with their number."),
        max_length=300,
        error_messages={"required": _("Give the reason: it is published.")},
    )
    file = forms.ChoiceField(
        label=_("File"),
        choices=[
            (CSV, _("Table for a printer (CSV)")),
            (LETTERS, _("Letters ready to print (PDF), 500 at most")),
        ],
        initial=CSV,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, rules: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["envelope"]
        if rules.only_envelope:
            del self.fields["envelope"]
        elif isinstance(field, forms.ChoiceField):
            names = [(one.id, one.name) for one in rules.envelopes]
            field.choices = [("", _("All districts")), *names]

    def clean_label(self) -> str:
        return clean_line(self.cleaned_data["label"])

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("file") == LETTERS and cleaned.get("count", 0) > LETTERS_AT_ONCE:
            self.add_error(
                "file", _("Beyond 500 codes, take the table: a printer merges it with the letter.")
            )
        return cleaned

    def fields_of_batch(self) -> dict[str, Any]:
        """What `make_codes` needs."""
        given = self.cleaned_data
        return {
            "label": given["label"],
            "envelope": given.get("envelope", ""),
            "count": given["count"],
            "reason": given["reason"],
        }


class ReasonForm(forms.Form):
    """Why something is cancelled or taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        error_messages={"required": _("Give the reason: it is kept.")},
    )

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])
