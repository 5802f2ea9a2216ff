"""What people fill in about their own data, and what the officer in charge of it does."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.accounts.personal_data import Spotted
from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_line

from .enums import RequestKind, RequestOutcome
from .rules import SHORTEST_REASON

KEEP, WITHDRAW = "garder", "retirer"
_REASON = _("Say why, in ten characters at least.")


class AddressForm(GuardedForm):
    """To whom a link is sent."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The one you gave with what you wrote. Expected format: name@domain.fr"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Give your address, such as name@domain.fr."),
            "invalid": _("Check the address: it should look like name@domain.fr."),
        },
    )


class NameForm(forms.Form):
    """The name that others read."""

    display_name = forms.CharField(
        label=_("Public name"),
        help_text=_(
            "Shown beside what you will sign. A pseudonym is welcome. Leave it empty to stay "
            "anonymous."
        ),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"max_length": _("Shorten the name: 80 characters at most.")},
    )
    everywhere = forms.ChoiceField(
        label=_("What you already signed with the old name"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of what you already signed.")},
    )

    def __init__(self, *args: Any, shown: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not shown:
            del self.fields["everywhere"]
            return
        change = ngettext(
            "Sign it with the new name too (%(count)d text)",
            "Sign it with the new name too (%(count)d texts)",
            shown,
        ) % {"count": shown}
        choices = [("oui", change), ("non", _("Leave the old name there"))]
        self.fields["everywhere"].choices = choices  # type: ignore[attr-defined]

    @property
    def renames_everything(self) -> bool:
        """Whether what is signed with the old name follows."""
        return bool(self.cleaned_data.get("everywhere") == "oui")

    def clean_display_name(self) -> str:
        return clean_line(self.cleaned_data["display_name"])


class ErasureForm(forms.Form):
    """What becomes of what can still be chosen, and that one is sure."""

    fate = forms.ChoiceField(
        label=_("What you gave to calls that are still open"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of what you gave.")},
    )
    removals = forms.MultipleChoiceField(
        label=_("Texts that stay and may tell who you are"),
        help_text=_(
            "These words look like a name, an address or a number. Tick the texts in which they "
            "tell who you are: the city is asked to look at them."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sure = forms.BooleanField(
        label=_("I have read what becomes of each thing; it cannot be undone"),
        error_messages={"required": _("Tick the box: what is erased cannot be brought back.")},
    )

    def __init__(
        self, *args: Any, withdrawable: int, spotted: list[tuple[str, Spotted]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if withdrawable:
            self.fields["fate"].choices = [  # type: ignore[attr-defined]
                (KEEP, _("Leave it to the city, without my name")),
                (
                    WITHDRAW,
                    ngettext(
                        "Withdraw it, with its words (%(count)d text)",
                        "Withdraw it, with its words (%(count)d texts)",
                        withdrawable,
                    )
                    % {"count": withdrawable},
                ),
            ]
        else:
            del self.fields["fate"]
        if spotted:
            self.fields["removals"].choices = [  # type: ignore[attr-defined]
                (f"{source}:{each.key}", f"{each.title}\u00a0: {', '.join(each.passages)}")
                for source, each in spotted
            ]
        else:
            del self.fields["removals"]

    @property
    def withdraws(self) -> bool:
        """Whether what can still be withdrawn is."""
        return bool(self.cleaned_data.get("fate") == WITHDRAW)

    @property
    def asked_removals(self) -> dict[str, list[str]]:
        """Source → keys of the texts that the city is asked to look at."""
        asked: dict[str, list[str]] = {}
        for choice in self.cleaned_data.get("removals", []):
            source, _colon, key = choice.partition(":")
            asked.setdefault(source, []).append(key)
        return asked


class SearchForm(forms.Form):
    """Whose data the officer looks for."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Looked for in accounts and in what people gave without one."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Check the address: it should look like name@domain.fr.")},
    )


class ReasonForm(forms.Form):
    """Why an officer does something with somebody's data."""

    reason = forms.CharField(
        label=_("What was asked, how"),
        help_text=_("For example: letter of 12 May, identity checked at the town hall. No name."),
        min_length=SHORTEST_REASON,
        max_length=400,
        error_messages={"required": _REASON, "min_length": _REASON},
    )

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])


class DeskErasureForm(ErasureForm, ReasonForm):
    """The same, done by an officer on request."""

    field_order = ("reason", "fate", "removals", "sure")


class RecordForm(ReasonForm):
    """A request that came by letter, by telephone, in person."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=RequestKind.choices)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("To find the data; erased when the request is closed. Optional."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    received_on = forms.DateField(
        label=_("Received on"),
        help_text=_("The month to answer begins on this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ("kind", "received_on", "email", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate()


class CloseForm(forms.Form):
    """How a request ended."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=RequestOutcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What was answered"),
        help_text=_("Without a name: this is kept as a proof. A refusal gives its reason."),
        min_length=SHORTEST_REASON,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _REASON, "min_length": _REASON},
    )
