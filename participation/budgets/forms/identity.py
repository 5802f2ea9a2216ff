"""Saying who one is before a vote counts: a code asked for and typed, a name, a declaration."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal import text_messages
from portal.cms.french_dates import long_date
from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_line

from ..enums import BudgetReason, KeyKind
from ..proofs import CODE_LENGTH
from ..rulebook import Rulebook
from ..vote_words import declaration
from ..voters import person_value

_OLDEST = 120


class AskMailForm(GuardedForm):
    """An address, to which a code is sent."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Expected format: name@domain.fr"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Give the address where you want the code, for example name@domain.fr."),
            "invalid": _("Check the address: it should look like name@domain.fr."),
        },
    )

    @property
    def to(self) -> str:
        """Where the code goes."""
        return str(self.cleaned_data["email"]).strip().lower()


class AskPhoneForm(GuardedForm):
    """A telephone number, to which a code is sent."""

    phone = forms.CharField(
        label=_("Mobile number"),
        help_text=_("For example: 06 12 34 56 78. From abroad, begin with + and the country."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={
            "required": _("Give your mobile number, for example: 06 12 34 56 78."),
            "max_length": _("Check the number: it is too long."),
        },
    )

    def clean_phone(self) -> str:
        number = text_messages.normal_number(self.cleaned_data["phone"])
        if not number:
            raise forms.ValidationError(
                _("Check the number: ten digits, for example 06 12 34 56 78.")
            )
        return number

    @property
    def to(self) -> str:
        """Where the code goes."""
        return str(self.cleaned_data["phone"])


class PaperCodeForm(forms.Form):
    """The code printed on a letter."""

    code = forms.CharField(
        label=_("Code on your letter"),
        help_text=_("Twelve letters and digits. Capitals, spaces and dashes do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={
            "required": _("Type the code that stands on your letter."),
            "max_length": _("This is longer than a code. Compare each character."),
        },
    )


class TypedCodeForm(forms.Form):
    """The code of six digits that was sent."""

    code = forms.CharField(
        label=_("Code received"),
        help_text=_("Six digits."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={
            "required": _("Type the six digits that you received."),
            "max_length": _("The code has six digits."),
        },
    )

    def clean_code(self) -> str:
        code = "".join(char for char in self.cleaned_data["code"] if char.isalnum())
        if len(code) != CODE_LENGTH or not code.isascii() or not code.isdigit():
            raise forms.ValidationError(_("The code has six digits, for example 012345."))
        return code


class VoteForm(forms.Form):
    """The last questions: who one is where the rules ask it, that one may vote, where to write."""

    surname = forms.CharField(
        label=_("Surname"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("Give your surname.")},
    )
    first_names = forms.CharField(
        label=_("First names"),
        help_text=_("As on your identity card. All of them, if you have several."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": _("Give your first names.")},
    )
    born_on = forms.DateField(
        label=_("Date of birth"),
        help_text=_("Day, month, year. For example: 27/03/1985"),
        input_formats=["%d/%m/%Y", "%d %m %Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d%m%Y"],
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"autocomplete": "bday", "inputmode": "numeric"}
        ),
        error_messages={
            "required": _("Give your date of birth, for example: 27/03/1985."),
            "invalid": _("Check the date: day, month, year, for example 27/03/1985."),
        },
    )
    eligible = forms.BooleanField(
        error_messages={"required": BudgetReason.NOT_ELIGIBLE.label},
    )
    contact = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("To receive your receipt, without your choices. Kept for nothing else."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Check the address: it should look like name@domain.fr.")},
    )

    def __init__(
        self, *args: Any, rules: Rulebook, today: date, contact: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rules, self.today = rules, today
        self.fields["eligible"].label = declaration(rules)
        if not rules.eligibility.get("identity"):
            for name in ("surname", "first_names", "born_on"):
                del self.fields[name]
        if contact:
            del self.fields["contact"]

    def clean_surname(self) -> str:
        return self._name("surname")

    def clean_first_names(self) -> str:
        return self._name("first_names")

    def clean_born_on(self) -> date:
        born_on: date = self.cleaned_data["born_on"]
        if born_on > self.today or born_on.year < self.today.year - _OLDEST:
            raise forms.ValidationError(_("Check the year: nobody who votes was born then."))
        age_from = int(self.rules.eligibility.get("age_from") or 0)
        if age_on(born_on, self.today) < age_from:
            raise forms.ValidationError(
                _(
                    "This vote is open from the age of %(age)s, and you were born on %(day)s: you "
                    "cannot take part in it this time. Your basket stays on this device."
                ),
                params={"age": age_from, "day": long_date(born_on)},
            )
        return born_on

    def _name(self, name: str) -> str:
        line = clean_line(self.cleaned_data[name])
        if not any(char.isalpha() for char in line):
            raise forms.ValidationError(self.fields[name].error_messages["required"])
        return line

    @property
    def person(self) -> list[tuple[KeyKind, str]]:
        """What recognises a person, to be hashed and forgotten; nothing when it was not asked."""
        given = self.cleaned_data
        if "born_on" not in given:
            return []
        value = person_value(given["surname"], given["first_names"], given["born_on"])
        return [(KeyKind.PERSON, value)]


def age_on(born_on: date, day: date) -> int:
    """The age in whole years; somebody born on 29 February comes of age on 1 March."""
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (not had_birthday)
