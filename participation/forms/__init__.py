"""Forms of the officers: an activity in the admin, the answer with its decision."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from engagements.models import Commitment, Department

from ..enums import Verdict
from ..models import Contribution


class ActivityForm(WagtailAdminModelForm):
    """An activity in the admin; only one older than the portal may do without a promise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.period_label and "promise" in self.fields:
            self.fields["promise"].required = False


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
