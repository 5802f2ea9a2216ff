"""Forms of the life of a promise: amend in public, give the verdict, archive."""

from typing import Any, ClassVar

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
        widgets: ClassVar[dict[str, Any]] = {
            "promise": forms.Textarea(attrs={"rows": 4}),
            "closes_at": AdminDateTimeInput,
            "answer_by": AdminDateInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mechanism = self.instance.mechanism
        # One clock or the other: the day of the call, or so long after each publication.
        unused = "answer_by" if mechanism and mechanism.answers_each else "answer_days"
        self.fields.pop(unused, None)
        if mechanism and "level" in self.fields:
            self.fields["level"] = forms.TypedChoiceField(
                label=self.fields["level"].label,
                choices=[(level.value, level.label) for level in mechanism.levels],
                coerce=int,
            )

    @classmethod
    def of(cls, activity: Activity, *args: Any, **kwargs: Any) -> "AmendmentForm":
        """The form for the terms of this activity, those of its mechanism included."""
        form: Any = forms.modelform_factory(
            type(activity),
            form=cls,
            fields=list(activity.amendable_terms),
            widgets=cls.Meta.widgets,
        )
        made: AmendmentForm = form(*args, instance=activity, **kwargs)
        return made

    def _post_clean(self) -> None:
        """Leaves the activity alone: the action checks and writes."""

    def terms(self) -> dict[str, Any]:
        """The terms as asked, changed or not."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name in self.instance.amendable_terms
        }


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
