"""The form by which somebody registers: nothing but the number of seats is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_line

from ..rules import NEEDS_MAXIMUM, SEATS_MAXIMUM

_PHONE_CHARACTERS = set("0123456789 .-/()+")


class RegistrationForm(GuardedForm):
    """Seats; then, if one wishes, a name, a way to be reached, what the room needs."""

    seats = forms.TypedChoiceField(
        label=_("Number of seats"),
        help_text=_("You included, five at most."),
        coerce=int,
        choices=[(number, str(number)) for number in range(1, SEATS_MAXIMUM + 1)],
        error_messages={
            "required": _("Say how many seats you need."),
            "invalid_choice": _("Choose between one and five seats."),
        },
    )
    name = forms.CharField(
        label=_("Name or pseudonym"),
        help_text=_("To be greeted at the door. Never published."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": _("Shorten the name: 80 characters at most.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "To receive the confirmation, a reminder, and any change. "
            "Expected format: name@domain.fr"
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Check the address: it should look like name@domain.fr.")},
    )
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("To be called if something changes. Expected format: 01 23 45 67 89"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"max_length": _("Check the number: it is too long.")},
    )
    needs = forms.CharField(
        label=_("What the room needs for you"),
        help_text=_(
            "For example: a seat near the loop, room for a wheelchair. Say the need, not your "
            "state of health. Erased just after the meeting."
        ),
        max_length=NEEDS_MAXIMUM,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": NEEDS_MAXIMUM}),
        error_messages={"max_length": _("Shorten it: 200 characters at most.")},
    )

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_phone(self) -> str:
        phone = clean_line(self.cleaned_data["phone"])
        digits = sum(character.isdigit() for character in phone)
        if phone and (not set(phone) <= _PHONE_CHARACTERS or digits < 6):
            raise forms.ValidationError(
                _("Check the number: digits and spaces only, as in 01 23 45 67 89.")
            )
        return phone

    def clean_needs(self) -> str:
        return clean_line(self.cleaned_data["needs"])

    def registration(self) -> dict[str, Any]:
        """What the action needs, under its own names."""
        names = ("seats", "name", "email", "phone", "needs")
        return {name: self.cleaned_data[name] for name in names}
