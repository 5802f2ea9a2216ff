"""The form by which a signed-in person adds a contribution to the account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import receipts


class ReceiptForm(forms.Form):
    """The number of a receipt, whatever its case, spaces and hyphens."""

    receipt = forms.CharField(
        label=_("Receipt number"),
        help_text=_(
            "Ten letters and figures, such as 7K2MB-9QXPA. Spaces and capitals do not matter."
        ),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "input--short",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Type the number that stands on your receipt.")},
    )

    def clean_receipt(self) -> str:
        number = receipts.normalise(self.cleaned_data["receipt"])
        if number is None:
            # The check character says so: no table was asked.
            raise forms.ValidationError(
                _(
                    "A character is wrong or missing. Copy the number again from your receipt: "
                    "ten letters and figures, such as 7K2MB-9QXPA."
                )
            )
        return number
