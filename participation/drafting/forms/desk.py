"""What the drafting group types: decisions, orders, versions, wordings of its own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.plain_text import clean_line, clean_text

from ...models.answers import ANSWER_LENGTH
from .. import rules
from ..enums import AmendmentKind, DecisionOutcome, DraftingReason
from ..models import Decision
from ..queries.deciding import DECIDED, REMARKS, WAITING, DeskChoice

_REASON = _("Public, beside the amendment: by which criterion it is adopted or rejected.")


class DeskFilterForm(forms.Form):
    """The part of the amendments that an officer looks at."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            (WAITING, _("Waiting for a decision")),
            (DECIDED, _("Decided")),
            (REMARKS, _("Remarks")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All")), *AmendmentKind.choices[:3]],
    )
    section = forms.CharField(label=_("Section or paragraph"), required=False, max_length=12)
    words = forms.CharField(label=_("Words"), required=False, max_length=200)

    def choice(self) -> DeskChoice:
        """What was asked, without what was not understood."""
        self.is_valid()
        asked = self.cleaned_data
        return DeskChoice(
            state=asked.get("state") or WAITING,
            kind=asked.get("kind", ""),
            words=clean_line(asked.get("words", "")),
            section=clean_line(asked.get("section", "")).rstrip("."),
        )


class DecisionForm(forms.Form):
    """One decision: what, why, and the text adopted when it is so in part."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=DecisionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the decision.")},
    )
    text = forms.CharField(
        label=_("Text adopted"),
        required=False,
        strip=False,
        max_length=rules.PROPOSED_MAXIMUM,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "For an adoption in part only: the whole paragraph as it will be, or the one added. "
            "Your own words will be shown as those of the drafting group."
        ),
    )
    reason = forms.CharField(
        label=_("Reasons"),
        max_length=ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_REASON,
        error_messages={"required": DraftingReason.REASON_MISSING.label},
    )

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        partly = cleaned.get("outcome") == DecisionOutcome.PARTLY
        if "outcome" in cleaned and not partly:
            # The field shows the text proposed, to be cut: it says nothing of other decisions.
            cleaned["text"] = ""
        if partly and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", DraftingReason.ADOPTED_TEXT_MISSING.label)
        return cleaned


class BulkDecisionForm(forms.Form):
    """The same decision for several amendments; none of them in part."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (one.value, one.label) for one in (DecisionOutcome.ADOPTED, DecisionOutcome.REJECTED)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the decision.")},
    )
    reason = forms.CharField(
        label=_("Reasons, the same for all"),
        max_length=ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_REASON,
        error_messages={"required": DraftingReason.REASON_MISSING.label},
    )

    def clean_reason(self) -> str:
        return clean_text(self.cleaned_data["reason"])


class OrderForm(forms.Form):
    """Which comes first among the amendments adopted at one place."""

    def __init__(self, *args: Any, decisions: list[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decisions = decisions
        places = [(place, str(place)) for place in range(1, len(decisions) + 1)]
        for place, decision in enumerate(decisions, start=1):
            number = decision.amendment.number
            self.fields[f"rank-{number}"] = forms.TypedChoiceField(
                label=_("Place of amendment no. %(number)s") % {"number": number},
                choices=places,
                coerce=int,
                initial=decision.rank or place,
            )

    def ranks(self) -> dict[int, int]:
        """The place of each, by the number of its amendment."""
        return {
            one.amendment.number: self.cleaned_data[f"rank-{one.amendment.number}"]
            for one in self.decisions
        }


class VersionForm(forms.Form):
    """What a version brings; whether it is the last one; what the officer has read."""

    note = forms.CharField(
        label=_("What this version brings, in one or two sentences"),
        max_length=rules.NOTE_MAXIMUM,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Public. Those who follow the text receive it."),
        error_messages={"required": DraftingReason.NOTE_MISSING.label},
    )
    is_final = forms.BooleanField(
        label=_("This is the final version"),
        required=False,
        help_text=_(
            "Once the text is closed and everything is decided: nothing changes it any more."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"])


class RetouchForm(forms.Form):
    """A paragraph as the drafting group writes it, and why."""

    text = forms.CharField(
        label=_("The paragraph in the next version"),
        max_length=rules.PROPOSED_MAXIMUM,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_(
            "Adopted amendments included. Empty: the wording of the group that waits, if any, is "
            "taken back."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=rules.NOTE_MAXIMUM,
        required=False,
        help_text=_("For example: the agreement of a verb, the same word everywhere."),
    )

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("text") and not cleaned.get("reason"):
            self.add_error("reason", DraftingReason.REASON_MISSING.label)
        return cleaned
