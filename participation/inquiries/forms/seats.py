"""Forms of the authority about the room: who is invited, who loses their seat."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.plain_text import clean_line


class InviteForm(forms.Form):
    """Where the key of a named member is sent."""

    member = forms.IntegerField(widget=forms.HiddenInput)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Of the person themselves, never of a department of the city."),
        error_messages={
            "required": _("Give the address of the person."),
            "invalid": _("Check the address: it should look like name@domain.fr."),
        },
    )


class WithdrawForm(forms.Form):
    """Why a seat is withdrawn; the person reads it."""

    invitation = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why the seat is withdrawn"),
        help_text=_("The person reads it by mail."),
        max_length=300,
        error_messages={"required": _("Say why: the person reads it.")},
    )

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])
