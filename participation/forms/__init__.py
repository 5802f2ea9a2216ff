"""Forms of the officers' desk: refuse with a reason, answer with a decision."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from engagements.models import Commitment, Department

from ..enums import RefusalReason, Verdict
from ..models import Contribution
from ..rules import FROZEN_TERMS, is_frozen


class ActivityForm(WagtailAdminModelForm):
    """An activity in the admin; only one older than the portal may do without a promise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.period_label and "promise" in self.fields:
            self.fields["promise"].required = False
        if self.instance.pk and is_frozen(self.instance):
            for term in FROZEN_TERMS:
                if term in self.fields:
                    self.fields[term].disabled = True
                    self.fields[term].help_text = _(
                        "Frozen since the first contribution: it changes by a public amendment."
                    )


class RefusalForm(forms.Form):
    """Why a contribution is not published; its author reads it."""

    reason = forms.ChoiceField(
        label=_("Reason, from the charter"),
        choices=[("", "---------"), *RefusalReason.choices],
        error_messages={"required": _("Choose the reason: the author will read it.")},
    )
    note = forms.CharField(
        label=_("Explanation for the author"),
        help_text=_("What to change so that it can be published. Sent with the reason."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """The decision of the city, its reasons, who answers, and the commitments it feeds."""

    verdict = forms.ChoiceField(
        label=_("Decision"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Reasons"),
        help_text=_("What the city does, when, or by which criterion it does not. Public."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write the reasons: a decision without them is no answer.")},
    )
    department = forms.ModelChoiceField(
        label=_("Who answers"), queryset=Department.objects.none(), required=False
    )
    commitments: Any = forms.ModelMultipleChoiceField(
        label=_("Commitments it feeds"),
        queryset=Commitment.objects.none(),
        required=False,
        help_text=_("The idea will be shown on the page of each."),
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        answer = getattr(contribution, "answer", None)
        if answer:
            kwargs["initial"] = {
                "verdict": answer.verdict,
                "text": answer.text,
                "department": answer.department_id,
                "commitments": contribution.commitments.all(),
            }
        super().__init__(*args, **kwargs)
        departments = cast("forms.ModelChoiceField[Department]", self.fields["department"])
        departments.queryset = Department.objects.order_by("name")
        commitments = cast("forms.ModelChoiceField[Commitment]", self.fields["commitments"])
        commitments.queryset = Commitment.objects.order_by("number")
