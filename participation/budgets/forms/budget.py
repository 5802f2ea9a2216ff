"""The form of a budget: rules that make sense together, and that stay once one votes."""

from typing import Any

from ...forms import ActivityForm
from ...rules import is_frozen
from ..enums import BudgetReason
from ..setting_rules import district_fault


class BudgetForm(ActivityForm):
    """A budget with its districts; once the vote has begun, its rules are read-only."""

    frozen_words = BudgetReason.RULES_FROZEN.label

    def is_valid(self) -> bool:
        valid = super().is_valid()
        return valid and self._districts_hold()

    def _districts_hold(self) -> bool:
        """Whether the districts suit the envelopes, and stay once one votes."""
        rows = self.formsets.get("districts") if hasattr(self, "formsets") else None
        if rows is None:
            return True
        if self.instance.pk and is_frozen(self.instance) and rows.has_changed():
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
