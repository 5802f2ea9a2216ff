"""The edition of a commitment; its official wording, steps, indicators and budget."""

from typing import Any, cast

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..actions import record_wording, revise_wording
from ..draft_rules import may_revise_wording
from ..enums import DatePrecision
from ..models import Commitment, Objective

# What published news writes on a commitment: a form read before it never writes it back.
_TOLD = (
    "status",
    "status_reason",
    "revised_due_on",
    "revised_due_precision",
    "last_reported_on",
    "done_on",
)


class CommitmentForm(WagtailAdminModelForm):
    """Edits a commitment; what only a progress report may change is shown, never edited."""

    wording_reason = forms.CharField(
        label=_("Why the official wording changes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only when you change the wording. It is published with the former wording."),
    )
    decision_label = forms.CharField(
        label=_("Title of the decision"),
        required=False,
        max_length=200,
        help_text=_("For example the deliberation that adopted the new wording."),
    )
    decision_url = forms.URLField(
        label=_("Address of the decision"),
        required=False,
        max_length=500,
        assume_scheme="https",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        objectives = cast(forms.ModelChoiceField, self.fields["objective"])
        objectives.queryset = Objective.objects.select_related("priority")
        self.former = self.instance.wording if self.instance.pk else ""
        if "starts_precision" in self.fields:
            self.fields["starts_precision"].required = False
        if self.instance.pk and self.instance.due_on:
            for name in ("due_on", "due_precision"):
                if name in self.fields:
                    self.fields[name].disabled = True
                    self.fields[name].help_text = _(
                        "Published: a new date is announced by reporting progress, "
                        "and the first one stays visible."
                    )

    def clean_starts_precision(self) -> str:
        return self.cleaned_data["starts_precision"] or DatePrecision.MONTH

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of another wording beside the field that takes it."""
        cleaned = super().clean() or self.cleaned_data
        if self.former and "wording" in cleaned:
            decision = may_revise_wording(
                before=self.former,
                after=cleaned["wording"],
                reason=cleaned.get("wording_reason", ""),
            )
            if decision.reason:
                self.add_error("wording_reason", decision.reason.label)
        return cast("dict[str, Any]", cleaned)

    def save(self, commit: bool = True) -> Commitment:
        """Write the commitment; its wording through the action that keeps the former one."""
        if not commit:
            return cast("Commitment", super().save(commit=False))
        words, at = self.instance.wording, timezone.now()
        with transaction.atomic():
            if self.former:
                self.instance.wording = self.former
                self._keep_what_news_told()
            commitment = cast("Commitment", super().save())
            if self.former:
                revise_wording(
                    commitment=commitment,
                    wording=words,
                    reason=self.cleaned_data["wording_reason"],
                    decision_label=self.cleaned_data["decision_label"],
                    decision_url=self.cleaned_data["decision_url"],
                    by=self.for_user,
                    at=at,
                )
            else:
                record_wording(commitment=commitment, former="", at=at, by=self.for_user)
        return commitment

    def _keep_what_news_told(self) -> None:
        """Hold the commitment; news published since the form read it stays."""
        found = Commitment.objects.select_for_update(of=("self",))
        held = found.get(pk=self.instance.pk)
        names = _TOLD if held.due_on is None else (*_TOLD, "due_on", "due_precision")
        for name in names:
            setattr(self.instance, name, getattr(held, name))
