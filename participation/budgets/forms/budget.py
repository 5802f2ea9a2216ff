"""The form of a budget: rules that make sense together, and that stay once one votes."""

from typing import Any

from django.utils import timezone

from ...forms import ActivityForm
from ...rules import is_frozen
from ..enums import BudgetReason
from ..queries.rules import is_begun
from ..setting_rules import district_fault


class BudgetForm(ActivityForm):
    """A budget with its districts; once the vote has begun, its rules are read-only."""

    frozen_words = BudgetReason.RULES_FROZEN.label

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # From the first second of the vote, even before the box is open.
        self.is_begun = bool(self.instance.pk) and (
            is_frozen(self.instance) or is_begun(self.instance, timezone.now())
        )
        for term in self.instance.frozen_terms if self.is_begun else ():
            if term in self.fields:
                self.fields[term].disabled = True
                self.fields[term].help_text = self.frozen_words

    def is_valid(self) -> bool:
        valid = super().is_valid()
        return valid and self._districts_hold()

    def _districts_hold(self) -> bool:
        """Whether the districts suit the envelopes, and stay once one votes."""
        rows = self.formsets.get("districts") if hasattr(self, "formsets") else None
        if rows is None:
            return True
        if self.is_begun and rows.has_changed():
            self.add_error(None, BudgetReason.RULES_FROZEN.label)
            return False
        kept = [
            one.instance
            for one in rows.forms
            if one.cleaned_data and not one.cleaned_data.get("DELETE")
        ]
        fault = district_fault(self.cleaned_data.get("envelope_mode", ""), kept)
        if fault:
            self.add_error("envelope_mode" if "envelope_mode" in self.fields else None, fault)
        return not fault

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        call = cleaned.get("call")
        if call is not None and call.pk == self.instance.pk:
            cleaned["call"] = None
        return cleaned
