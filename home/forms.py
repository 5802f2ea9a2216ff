"""The form by which people write to the team, and the search form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.enums import Wish
from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_line, clean_text

from . import rules
from .models.contact import MESSAGE_LENGTH


class ContactForm(GuardedForm):
    """A wish and a message; a name, a department and an address when one likes."""

    wish = forms.ChoiceField(
        label=_("Your wish"),
        choices=Wish.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the four wishes."),
            "invalid_choice": _("Choose one of the four wishes."),
        },
    )
    message = forms.CharField(
        label=_("Your message"),
        help_text=_("4,000 characters at most."),
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write your message, in a few words."),
            "max_length": _(
                "Shorten the message: 4,000 characters at most, you wrote %(show_value)d. "
                "Nothing is lost."
            ),
        },
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": _("Shorten the name: 80 characters at most.")},
    )
    department_name = forms.CharField(
        label=_("Your department"),
        help_text=_("If you work for the city and wish to say where."),
        max_length=120,
        required=False,
        error_messages={"max_length": _("Shorten it: 120 characters at most.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_(
            "We need it to take part in the follow-up body or to get information: without it, we "
            "could not answer you. Expected format: name@domain.fr"
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Check the address: it should look like name@domain.fr.")},
    )

    def clean_message(self) -> str:
        message = clean_text(self.cleaned_data["message"])
        if not message:
            raise forms.ValidationError(self.fields["message"].error_messages["required"])
        return message

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def clean_department_name(self) -> str:
        return clean_line(self.cleaned_data["department_name"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        wish, email = cleaned.get("wish", ""), cleaned.get("email")
        if rules.needs_address(wish) and not email and "email" not in self.errors:
            self.add_error(
                "email",
                _("Give an address to answer you, such as name@domain.fr: this wish needs one."),
            )
        return cleaned

    def message_fields(self) -> dict[str, str]:
        """What the action keeps, under its own names."""
        names = ("wish", "message", "name", "department_name", "email")
        return {name: self.cleaned_data[name] for name in names}
