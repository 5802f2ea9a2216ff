"""What every form by which somebody contributes asks alike: a signature, an address, if wished."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.plain_text import clean_line


class SignedForm(forms.Form):
    """The two fields that say who wrote, and where the answer goes: neither is required."""

    display_name = forms.CharField(
        label=_("Signature"),
        help_text=_(
            "Shown with what you write. A pseudonym is welcome; leave empty to sign “Anonymous”."
        ),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"max_length": _("Shorten the signature: 80 characters at most.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "To receive your number and the answer. Never published. "
            "Expected format: name@domain.fr"
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Check the address: it should look like name@domain.fr.")},
    )

    def clean_display_name(self) -> str:
        return clean_line(self.cleaned_data["display_name"])
