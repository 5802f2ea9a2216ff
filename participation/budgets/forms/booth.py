"""Forms of voting places and of envelopes: who votes, typed with a keyboard, kept nowhere."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.plain_text import clean_line

from ..actions.booth import Shown
from ..enums import UndoReason
from ..models import ParticipatoryBudget
from ..rulebook import Rulebook

# Nothing of it stays in the browser.
_PRIVATE = {"autocomplete": "off", "spellcheck": "false"}


class PlaceForm(forms.Form):
    """For which vote, and where this screen stands."""

    budget: Any = forms.ModelChoiceField(
        label=pgettext_lazy("noun", "Vote"),
        queryset=ParticipatoryBudget.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the vote.")},
    )
    place = forms.CharField(
        label=_("Voting place"),
        help_text=_("The same words on every screen of the place: they count together."),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
        error_messages={"required": _("Say where this screen stands.")},
    )

    def __init__(self, *args: Any, budgets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Any]", self.fields["budget"]).queryset = budgets

    def clean_place(self) -> str:
        return clean_line(self.cleaned_data["place"])


class PersonForm(forms.Form):
    """Who votes: what they show, what they declare."""

    envelope = forms.ChoiceField(
        label=_("District"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the district.")},
    )
    surname = forms.CharField(
        label=_("Surname at birth"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={**_PRIVATE, "autofocus": True}),
    )
    first_names = forms.CharField(
        label=_("First names"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs=_PRIVATE),
    )
    born_on = forms.DateField(
        label=_("Date of birth"),
        help_text=_("Day, month, year: 24/05/1981 or 24051981."),
        input_formats=["%d/%m/%Y", "%d%m%Y", "%d %m %Y", "%d.%m.%Y", "%Y-%m-%d"],
        required=False,
        widget=forms.TextInput(attrs={**_PRIVATE, "inputmode": "numeric"}),
        error_messages={"invalid": _("Type the date so: 24/05/1981.")},
    )
    code = forms.CharField(
        label=_("Code of the letter"),
        help_text=_("Only if the person brings one: three groups of four characters."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={**_PRIVATE, "autocapitalize": "characters"}),
    )
    declares = forms.BooleanField(
        label=_("The person declares that they meet the conditions"), required=False
    )

    def __init__(self, *args: Any, rules: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        only = rules.only_envelope
        if only:
            del self.fields["envelope"]
        else:
            field = cast("forms.ChoiceField", self.fields["envelope"])
            field.choices = [(one.id, one.name) for one in rules.envelopes]
        if "code" not in rules.channels:
            del self.fields["code"]

    @property
    def chosen_envelope(self) -> str:
        """The envelope in which this person votes."""
        only = self.rules.only_envelope
        return only.id if only else str(self.cleaned_data["envelope"])

    def shown(self) -> Shown:
        """What the actions need; it goes with the request."""
        given = self.cleaned_data
        return Shown(
            surname=clean_line(given["surname"]),
            first_names=clean_line(given["first_names"]),
            born_on=given["born_on"],
            code=given.get("code", ""),
            declares=given["declares"],
        )


class EnvelopeForm(PersonForm):
    """What stands on an outer envelope: posted, handed in, or from a place without network."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["declares"].label = _("The declaration on the envelope is signed")


class UndoForm(forms.Form):
    """Why the last line of the roll is taken back."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=UndoReason.choices, widget=forms.RadioSelect
    )
