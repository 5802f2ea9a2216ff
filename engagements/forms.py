"""Input of the room: filters of the board, edition of a commitment, report of progress."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from portal.accounts.registry import RightsField

from .actions import record_update, set_departments
from .enums import CommitmentStatus, DatePrecision, DisplayState, RefusalReason
from .models import Commitment, CommitmentUpdate, Department, Objective, Period, PriorityPage
from .queries import BoardFilters, departments_of
from .rules import may_record_update

FIELD_OF_REASON: dict[Any, str | None] = {
    RefusalReason.TEXT_MISSING: "text",
    RefusalReason.REASON_MISSING: "status_reason",
    RefusalReason.DATE_IN_FUTURE: "reported_on",
    RefusalReason.DUE_BEFORE_FIRST: "due_on",
    RefusalReason.OTHER_DEPARTMENT: None,
}


class BoardFilterForm(forms.Form):
    """The filters of the board. Its field names are part of the public address."""

    q = forms.CharField(
        label=_("Words or number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    priorite = forms.ChoiceField(label=_("Priority"), required=False)
    etat = forms.ChoiceField(label=_("State"), required=False)
    periode = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        priorities: Iterable[PriorityPage],
        periods: Iterable[Period],
    ) -> None:
        super().__init__(data, auto_id="f-%s")
        planned = [(period.key, period.label) for period in periods]
        choices: dict[str, list[tuple[Any, Any]]] = {
            "priorite": [
                ("", _("All priorities")),
                *((str(page.number), f"{page.number}. {page.short_name}") for page in priorities),
            ],
            "etat": [
                ("", _("All states")),
                *((state.slug, state.label) for state in DisplayState),
            ],
            "periode": [("", _("All periods")), *planned],
        }
        for name, offered in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = offered
        if not planned:
            del self.fields["periode"]

    def filters(self) -> BoardFilters:
        """Return the filters understood; a value that does not exist is left out."""
        if not self.is_bound:
            return BoardFilters()
        self.is_valid()
        cleaned = self.cleaned_data
        states = {state.slug: state for state in DisplayState}
        return BoardFilters(
            priority=int(cleaned["priorite"]) if cleaned.get("priorite") else None,
            state=states.get(cleaned.get("etat", "")),
            period=cleaned.get("periode", ""),
            q=cleaned.get("q", ""),
        )


class CommitmentForm(WagtailAdminModelForm):
    """Edits a commitment; what only a progress report may change is shown, never edited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        objectives = cast(forms.ModelChoiceField, self.fields["objective"])
        objectives.queryset = Objective.objects.select_related("priority")
        if self.instance.pk and self.instance.due_on:
            for name in ("due_on", "due_precision"):
                if name in self.fields:
                    self.fields[name].disabled = True
                    self.fields[name].help_text = _(
                        "Published: a new date is announced by reporting progress, "
                        "and the first one stays visible."
                    )


class ProgressForm(forms.ModelForm):
    """Reports progress on a commitment; saved through actions.record_update only."""

    status = forms.ChoiceField(label=_("Status"), choices=CommitmentStatus.choices)
    due_on = forms.DateField(
        label=_("New due date"),
        required=False,
        widget=AdminDateInput(),
        help_text=_("Only when the date changes. The first date published stays visible."),
    )
    due_precision = forms.ChoiceField(
        label=_("Shown as"), choices=DatePrecision.choices, initial=DatePrecision.MONTH
    )
    evidence_url = forms.URLField(
        label=_("Address of the evidence"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = CommitmentUpdate
        fields = [
            "reported_on",
            "status",
            "status_reason",
            "text",
            "author_function",
            "due_on",
            "due_precision",
            "evidence_url",
            "evidence_label",
        ]
        widgets = {
            "reported_on": AdminDateInput(),
            "text": forms.Textarea(attrs={"rows": 5}),
            "status_reason": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(
        self, data: Any = None, *, commitment: Commitment, at: datetime, author_function: str = ""
    ) -> None:
        initial = {
            "reported_on": timezone.localtime(at).date(),
            "status": commitment.status,
            "due_precision": commitment.due_precision,
            "author_function": author_function,
        }
        super().__init__(data, initial=initial)
        self.commitment = commitment
        self.at = at

    def clean(self) -> dict[str, Any]:
        """Ask the rules, so that a refusal stands beside the field it concerns."""
        super().clean()
        cleaned = self.cleaned_data
        if not self.errors:
            decision = may_record_update(
                status=cleaned["status"],
                text=cleaned["text"],
                status_reason=cleaned["status_reason"],
                reported_on=cleaned["reported_on"],
                at=self.at,
                first_due_on=self.commitment.due_on,
                due_on=cleaned["due_on"],
            )
            if decision.reason:
                self.add_error(FIELD_OF_REASON[decision.reason], decision.reason.label)
        return cleaned

    def record(self, user: Any) -> CommitmentUpdate:
        """Record the report of a valid form."""
        return record_update(commitment=self.commitment, at=self.at, user=user, **self.cleaned_data)


def _departments() -> forms.Field:
    return forms.ModelMultipleChoiceField(
        label=_("Departments"),
        queryset=Department.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A pilot reports on the commitments of these departments; "
            "a respondent prepares their answers."
        ),
    )


# What the room adds to the rights of a person in the admin.
DEPARTMENTS_FIELD = RightsField(
    name="departments",
    make=_departments,
    initial=lambda user: list(departments_of(user)),
    save=set_departments,
)
