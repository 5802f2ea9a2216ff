"""The form by which people write to the team, and the search form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.form_tokens import BadToken, TooFast, new_token, read_token

from . import rules
from .enums import ContactWish
from .models.contact import MESSAGE_LENGTH


class ContactForm(forms.Form):
    """A wish and a message; a name, a department and an address when one likes."""

    wish = forms.ChoiceField(
        label=_("Your wish"),
        choices=ContactWish.choices,
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
    # Filled in by robots only; people do not see it.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    form_token: str = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**kwargs.get("initial", {}), "token": new_token()}
        super().__init__(*args, **kwargs)

    def clean_message(self) -> str:
        # Browsers send two characters for each end of line.
        return str(self.cleaned_data["message"]).replace("\r\n", "\n").strip()

    def clean_token(self) -> str:
        token: str = self.cleaned_data["token"]
        try:
            self.form_token = read_token(token)
        except TooFast as error:
            raise forms.ValidationError(
                _("That was very fast. Read your text once more, then send it again.")
            ) from error
        except BadToken as error:
            self.data = {**self.data.dict(), "token": new_token()}  # type: ignore[attr-defined]
            raise forms.ValidationError(
                _("This page had been open for too long. Your text is kept: send it again.")
            ) from error
        return token

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("website"):
            self.add_error("website", _("Leave this field empty: it is a trap for robots."))
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
