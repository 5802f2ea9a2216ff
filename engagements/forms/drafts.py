"""The report of progress: prepared, sent for approval or published, with its evidence."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.documents import get_document_model

from ..actions.drafts import PROOF, Prepared
from ..enums import CommitmentStatus, DatePrecision, EvidenceKind, RefusalReason
from ..models import Commitment, CommitmentUpdate, DraftEvidence, UpdateDraft
from ..queries.reporting import public_documents, stamp
from ..queries.rhythm import review_being_written
from ..rules import may_record_update

FIELD_OF_REASON: dict[Any, str | None] = {
    RefusalReason.TEXT_MISSING: "text",
    RefusalReason.REASON_MISSING: "status_reason",
    RefusalReason.DATE_IN_FUTURE: "reported_on",
    RefusalReason.DUE_BEFORE_FIRST: "due_on",
    RefusalReason.OTHER_DEPARTMENT: None,
}
EVIDENCE_ROWS, MOST_EVIDENCE = 3, 12
INDICATOR = "indicator_"


class ReportForm(forms.ModelForm):
    """What a report says; kept as it is while it is in preparation, complete once sent."""

    status = forms.ChoiceField(label=_("Status"), choices=CommitmentStatus.choices)
    due_on = forms.DateField(
        label=_("New due date"),
        required=False,
        widget=AdminDateInput(),
        help_text=_("Only when the date changes. The first date published stays visible."),
    )
    due_precision = forms.ChoiceField(
        label=_("Shown as"),
        choices=DatePrecision.choices,
        initial=DatePrecision.MONTH,
        required=False,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = UpdateDraft
        fields = [
            "reported_on",
            "status",
            "status_reason",
            "text",
            "next_step",
            "author_function",
            "due_on",
            "due_precision",
            "milestones",
        ]
        widgets = {
            "reported_on": AdminDateInput(),
            "text": forms.Textarea(attrs={"rows": 5}),
            "status_reason": forms.Textarea(attrs={"rows": 2}),
            "milestones": forms.CheckboxSelectMultiple,
        }

    def __init__(
        self,
        data: Any = None,
        *,
        commitment: Commitment,
        at: datetime,
        draft: UpdateDraft | None = None,
        corrects: CommitmentUpdate | None = None,
        author_function: str = "",
        is_sent: bool = False,
    ) -> None:
        first = _first_words(commitment, corrects, at, author_function)
        super().__init__(data, instance=draft, initial={} if draft else first)
        self.commitment, self.at, self.is_sent = commitment, at, is_sent
        self.fields["seen"].initial = stamp(draft)
        for name in ("text", "author_function"):
            self.fields[name].required = False
        self._offer_steps(draft)
        self._offer_figures(draft, corrects)

    def _offer_steps(self, draft: UpdateDraft | None) -> None:
        steps: Any = self.fields["milestones"]
        steps.queryset = self.commitment.milestones.filter(reached_by=None)
        steps.help_text = _("Tick those that are reached on the date of the news.")
        if not steps.queryset:
            del self.fields["milestones"]

    def _offer_figures(self, draft: UpdateDraft | None, corrects: CommitmentUpdate | None) -> None:
        known: Mapping[str, Any] = draft.measures if draft else {}
        if corrects is not None and draft is None:
            known = {str(one.indicator_id): one.value for one in corrects.figures.all()}
        self.indicators = list(self.commitment.indicators.all())
        for indicator in self.indicators:
            self.fields[f"{INDICATOR}{indicator.pk}"] = forms.DecimalField(
                label=f"{indicator.label} ({indicator.unit})",
                required=False,
                max_digits=14,
                decimal_places=3,
                localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                initial=shown(known.get(str(indicator.pk))),
                help_text=_("Measured on the date of the news. Source: %(source)s")
                % {"source": indicator.source},
            )

    def clean_due_precision(self) -> str:
        return self.cleaned_data["due_precision"] or DatePrecision.MONTH

    def clean(self) -> dict[str, Any]:
        """Ask the rules when the report is sent, so that a refusal stands beside its field."""
        super().clean()
        cleaned = self.cleaned_data
        if self.is_sent and not cleaned.get("author_function", "").strip():
            self.add_error("author_function", _("Say in whose name: a function, never a name."))
        if self.is_sent and not self.errors:
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

    def _post_clean(self) -> None:
        """The draft is written by the action, which asks more than the model does."""

    def said(self) -> Prepared:
        """What the report says, as the action takes it."""
        names = Prepared.__annotations__
        return Prepared(**{name: self.cleaned_data[name] for name in names})  # type: ignore[typeddict-item]

    def measures(self) -> dict[str, str]:
        """The figures given, by key of their indicator."""
        return {
            name.removeprefix(INDICATOR): str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(INDICATOR) and isinstance(value, Decimal)
        }


def shown(value: Any) -> str:
    """A figure as one types it in French, without needless zeros."""
    if value in (None, ""):
        return ""
    plain = format(Decimal(value), "f")
    kept = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(number_format(kept, use_l10n=True, force_grouping=False))


def _first_words(
    commitment: Commitment,
    corrects: CommitmentUpdate | None,
    at: datetime,
    author_function: str,
) -> dict[str, Any]:
    if corrects is not None:
        kept = ("status", "status_reason", "text", "next_step", "author_function")
        return {
            **{name: getattr(corrects, name) for name in kept},
            "reported_on": corrects.reported_on,
            "due_on": corrects.due_on,
            "due_precision": corrects.due_precision,
        }
    # Reports come in after the period of the review: news dated later would not be in it.
    review, today = review_being_written(), timezone.localtime(at).date()
    return {
        "reported_on": min(today, review.ends_on) if review else today,
        "status": commitment.status,
        "due_precision": commitment.due_precision,
        "author_function": author_function,
    }


class EvidenceForm(forms.ModelForm):
    """One piece of evidence; a row left empty is none."""

    class Meta:
        model = DraftEvidence
        fields = list(PROOF)
        widgets = {"dated_on": AdminDateInput()}

    url = forms.URLField(label=_("Address"), required=False, max_length=500, assume_scheme="https")
    document = forms.ModelChoiceField(
        label=_("Document of the portal"),
        queryset=get_document_model().objects.none(),
        required=False,
        help_text=_("The latest of those that everybody may read."),
    )

    def __init__(self, *args: Any, documents: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser: Any = self.fields["document"]
        if documents is not None:
            chooser.queryset = documents.found
            # Read once for all rows.
            chooser.choices = documents.choices
        self.fields["label"].required = False
        self.fields["kind"].initial = EvidenceKind.LINK

    def has_changed(self) -> bool:
        """The kind alone says nothing."""
        return bool(set(self.changed_data) - {"kind"})

    @property
    def says_something(self) -> bool:
        """Whether the row holds evidence; emptied, it is taken away."""
        given = getattr(self, "cleaned_data", {})
        return any(given.get(name) for name in PROOF if name != "kind")

    def clean(self) -> dict[str, Any]:
        """Each kind leads somewhere; a title is found when none is given."""
        super().clean()
        cleaned = self.cleaned_data
        if not self.says_something and not self.errors:
            return cleaned
        needed = {
            EvidenceKind.LINK: ("url", _("Give the address of the evidence.")),
            EvidenceKind.DOCUMENT: ("document", _("Choose the document.")),
            EvidenceKind.DELIBERATION: (
                "deliberation_number",
                _("Give the number of the deliberation."),
            ),
        }
        name, message = needed[EvidenceKind(cleaned.get("kind") or EvidenceKind.LINK)]
        if name not in self.errors and not cleaned.get(name):
            self.add_error(name, message)
        if cleaned.get("document") and cleaned.get("kind") != EvidenceKind.DOCUMENT:
            self.add_error("kind", _("A document is chosen: say that the evidence is a document."))
        if not cleaned.get("label"):
            document = cleaned.get("document")
            number = cleaned.get("deliberation_number")
            found = document.title if document else number or cleaned.get("url") or ""
            cleaned["label"] = found[:200]
        return cleaned

    def _post_clean(self) -> None:
        """The rows are written by the action."""


class EvidenceRows(forms.BaseFormSet):
    """The evidence of a report: each row is a piece, an empty one is none."""

    def evidence(self) -> list[DraftEvidence]:
        """The rows of a valid set that hold something."""
        return [
            DraftEvidence(**{name: form.cleaned_data[name] for name in PROOF})
            for form in self.forms
            if form.says_something
        ]


class OfferedDocuments:
    """The documents that may be chosen, read once."""

    def __init__(self, kept: list[int]) -> None:
        self.found = public_documents(kept)
        self.choices = [("", "---------"), *((one.pk, one.title) for one in self.found)]


def evidence_rows(data: Any = None, *, known: Any = (), more: int = EVIDENCE_ROWS) -> EvidenceRows:
    """The rows of evidence of a report: those known, then empty ones."""
    made: Any = forms.formset_factory(
        EvidenceForm,
        formset=EvidenceRows,
        extra=more,
        max_num=MOST_EVIDENCE,
        validate_max=True,
    )
    known = list(known)
    initial = [{name: getattr(one, name) for name in PROOF} for one in known]
    documents = OfferedDocuments([one.document_id for one in known if one.document_id])
    rows: EvidenceRows = made(
        data, initial=initial, prefix="evidence", form_kwargs={"documents": documents}
    )
    return rows


class ReturnForm(forms.Form):
    """Why a report is sent back."""

    reason = forms.CharField(
        label=_("Why you send it back"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever prepared the report reads it, by mail and above the form."),
        error_messages={"required": _("Say why: whoever prepared the report will read it.")},
    )
