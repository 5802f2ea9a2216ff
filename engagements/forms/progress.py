"""The report of progress."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from ..actions import record_update
from ..enums import CommitmentStatus, DatePrecision, RefusalReason
from ..models import (
    Commitment,
    CommitmentUpdate,
    Evidence,
)
from ..rules import may_record_update

FIELD_OF_REASON: dict[Any, str | None] = {
    RefusalReason.TEXT_MISSING: "text",
    RefusalReason.REASON_MISSING: "status_reason",
    RefusalReason.DATE_IN_FUTURE: "reported_on",
    RefusalReason.DUE_BEFORE_FIRST: "due_on",
    RefusalReason.OTHER_DEPARTMENT: None,
}


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
    evidence_label = forms.CharField(
        label=_("title of the evidence"), required=False, max_length=200
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
            "next_step",
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
        said = dict(self.cleaned_data)
        url, label = said.pop("evidence_url"), said.pop("evidence_label")
        evidence = [Evidence(url=url, label=label or url)] if url else []
        return record_update(
            commitment=self.commitment, at=self.at, user=user, evidence=evidence, **said
        )
