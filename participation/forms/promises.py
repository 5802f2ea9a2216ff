"""Forms of the life of a promise: amend in public, give the verdict, archive."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from ..enums import PromiseOutcome
from ..models import Activity
from ..rules import FROZEN_TERMS


class AmendmentForm(forms.ModelForm[Activity]):
    """The frozen terms as they are, to be changed with a reason that everybody reads."""

    reason = forms.CharField(
        label=_("Reason of the change"),
        help_text=_("Public, with the date, beside what the term was before."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say why: those who took part under the old terms will read it.")
        },
    )

    class Meta:
        model = Activity
        fields = list(FROZEN_TERMS)
        widgets = {
            "promise": forms.Textarea(attrs={"rows": 4}),
            "closes_at": AdminDateTimeInput,
            "answer_by": AdminDateInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mechanism = self.instance.mechanism
        # One clock or the other: the day of the call, or so long after each publication.
        del self.fields["answer_by" if mechanism and mechanism.answers_each else "answer_days"]
        if mechanism:
            self.fields["level"] = forms.TypedChoiceField(
                label=self.fields["level"].label,
                choices=[(level.value, level.label) for level in mechanism.levels],
                coerce=int,
            )

    def _post_clean(self) -> None:
        """Leaves the activity alone: the action checks and writes."""

    def terms(self) -> dict[str, Any]:
        """The terms as asked, changed or not."""
        return {name: self.cleaned_data[name] for name in FROZEN_TERMS if name in self.fields}


class VerdictForm(forms.Form):
    """Whether the promise was kept, and why."""

    outcome = forms.ChoiceField(
        label=_("Verdict"), choices=PromiseOutcome.choices, widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label=_("Because"),
        help_text=_("What was promised, what was done, what was not. Public, and given once."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Give the reasons: a verdict without them is not one.")},
    )
