"""Forms of batches: a bundle to open, one paper after another, a difference to settle."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.plain_text import clean_line

from .. import paper_rules
from ..actions.papers import Reading
from ..enums import BallotKind, BudgetReason, PaperKind, PaperReason, VoteChannel
from ..rulebook import Choices, Rulebook

_HOW = {
    BallotKind.APPROVAL: _("The numbers ticked, with a space between them: 3 12 7."),
    BallotKind.KNAPSACK: _("The numbers ticked, with a space between them: 3 12 7."),
    BallotKind.POINTS: _("Each number, a colon, its points: 3:5 12:2."),
    BallotKind.RANKING: _("The numbers in the order of the voter, the first choice first: 12 3 7."),
    BallotKind.GRADES: _("Each number, a colon, the place of its grade, 1 the best: 3:1 12:4."),
}


class OpenBatchForm(forms.Form):
    """A bundle of papers of one box."""

    channel = forms.ChoiceField(
        label=_("How they came"),
        choices=[
            (VoteChannel.BOOTH, _("At a voting place")),
            (VoteChannel.POSTAL, _("In an envelope")),
        ],
        widget=forms.RadioSelect,
        initial=VoteChannel.BOOTH,
    )
    place = forms.CharField(
        label=_("Voting place"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
        error_messages={"required": _("Say from which place these papers come.")},
    )
    envelope = forms.ChoiceField(label=_("District"))
    count = forms.IntegerField(
        label=_("Papers in the bundle"),
        help_text=_("From 1 to 200. Number the papers in pencil before you begin."),
        min_value=1,
        max_value=200,
        error_messages={
            "required": _("Count the papers: between 1 and 200 in a bundle."),
            "min_value": _("Between 1 and 200 papers in a bundle."),
            "max_value": _("Between 1 and 200 papers in a bundle."),
        },
    )

    def __init__(self, *args: Any, rules: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        if rules.only_envelope:
            del self.fields["envelope"]
        else:
            field = cast("forms.ChoiceField", self.fields["envelope"])
            field.choices = [(one.id, one.name) for one in rules.envelopes]

    def clean_place(self) -> str:
        return clean_line(self.cleaned_data["place"])

    def fields_of_batch(self) -> dict[str, Any]:
        """What `open_batch` needs."""
        given, only = self.cleaned_data, self.rules.only_envelope
        return {
            "channel": VoteChannel(given["channel"]),
            "place": given["place"],
            "envelope": only.id if only else given["envelope"],
            "count": given["count"],
        }


class PaperForm(forms.Form):
    """What one paper says."""

    kind = forms.ChoiceField(
        label=_("This paper is"),
        choices=PaperKind.choices,
        initial=PaperKind.VALID,
        widget=forms.RadioSelect,
    )
    typed = forms.CharField(
        label=_("What is on it"),
        max_length=4000,
        required=False,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    note = forms.CharField(
        label=_("Why it is void"),
        help_text=_("Only for a void paper. No name, no project."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, rules: Rulebook, envelope: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules, self.envelope = rules, envelope
        self.fields["typed"].help_text = _HOW[rules.kind]
        self.fields["typed"].widget.attrs["inputmode"] = (
            "text" if rules.kind in paper_rules.PAIRED else "numeric"
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        typed, kind = cleaned.get("typed", ""), cleaned.get("kind")
        cleaned["note"] = clean_line(cleaned.get("note", ""))
        cleaned["choices"] = self._choices(typed) if kind == PaperKind.VALID else ()
        if kind == PaperKind.VOID and not cleaned["note"]:
            self.add_error("note", PaperReason.VOID_SAYS_WHY.label)
        if kind in {PaperKind.BLANK, PaperKind.VOID} and typed.strip():
            self.add_error("kind", _("Numbers are typed: the paper is valid, or take them away."))
        return cleaned

    def _choices(self, typed: str) -> Choices:
        choices, decision = paper_rules.typed_choices(self.rules, self.envelope, typed)
        if decision.reason is None:
            return choices
        said = [str(decision.reason.label)]
        if decision.reason == BudgetReason.EMPTY:
            said.append(str(_("Nothing is marked on it? It is blank.")))
        elif decision.reason not in {PaperReason.UNREADABLE, PaperReason.UNREADABLE_PAIRS}:
            said.append(str(_("If the paper says so, it is void: write why.")))
        self.add_error("typed", ValidationError(" ".join(said)))
        return ()

    def reading(self, position: int) -> Reading:
        """What the actions need."""
        given = self.cleaned_data
        return Reading(position, PaperKind(given["kind"]), given["choices"], given["note"])


class SettleForm(PaperForm):
    """One paper that was read in two ways, settled with it in hand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.label, note.required = _("What the paper shows, and who looked at it with you"), True
        note.help_text = _("Kept with the batch. No project number.")
        note.error_messages["required"] = _("Say what the paper shows.")
