"""Forms of whoever conducts a vote: the reason of what is done in public, an amendment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from ..models import ParticipatoryBudget
from ..setting_rules import CHANNEL_TERMS


class ReasonForm(forms.Form):
    """The reason of an interruption; published in the journal."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Public, in the journal of the vote."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RulesAmendmentForm(forms.ModelForm[ParticipatoryBudget]):
    """What a public amendment may change of a vote that has begun, as it is now."""

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
        model = ParticipatoryBudget
        fields = ("closes_at", "envelope", *CHANNEL_TERMS, "paper_places")
        widgets = {"closes_at": AdminDateTimeInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.districts = list(self.instance.districts.all()) if self.instance.has_districts else []
        if self.districts:
            del self.fields["envelope"]
        for one in self.districts:
            self.fields[f"district_{one.code}"] = forms.IntegerField(
                label=_("Envelope of %(district)s (€)") % {"district": one.name},
                min_value=0,
                initial=one.envelope,
            )
        # The reason comes last: one writes it once what changes is chosen.
        self.order_fields([*[name for name in self.fields if name != "reason"], "reason"])

    def _post_clean(self) -> None:
        """Leaves the budget alone: the action checks and writes."""

    def changes(self) -> dict[str, Any]:
        """New values by term, and by district."""
        given = self.cleaned_data
        terms = {name: given[name] for name in self.Meta.fields if name in given}
        districts = {one.code: given[f"district_{one.code}"] for one in self.districts}
        return {**terms, "districts": districts}
