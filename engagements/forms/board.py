"""The filters of the board."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ..enums import DisplayState
from ..models import (
    Period,
    PriorityPage,
)
from ..queries import BoardFilters


class BoardFilterForm(forms.Form):
    """The filters of the board. Its field names are part of the public address."""

    q = forms.CharField(
        label=_("Words or number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    priorite = forms.ChoiceField(label=_("Priority"), required=False)
    etat = forms.ChoiceField(label=_("State"), required=False)
    periode = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        priorities: Iterable[PriorityPage],
        periods: Iterable[Period],
    ) -> None:
        super().__init__(data, auto_id="f-%s")
        planned = [(period.key, period.label) for period in periods]
        choices: dict[str, list[tuple[Any, Any]]] = {
            "priorite": [
                ("", _("All priorities")),
                *((str(page.number), f"{page.number}. {page.short_name}") for page in priorities),
            ],
            "etat": [
                ("", _("All states")),
                *((state.slug, state.label) for state in DisplayState),
            ],
            "periode": [("", _("All periods")), *planned],
        }
        for name, offered in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = offered
        if not planned:
            del self.fields["periode"]

    def filters(self) -> BoardFilters:
        """Return the filters understood; a value that does not exist is left out."""
        if not self.is_bound:
            return BoardFilters()
        self.is_valid()
        cleaned = self.cleaned_data
        states = {state.slug: state for state in DisplayState}
        return BoardFilters(
            priority=int(cleaned["priorite"]) if cleaned.get("priorite") else None,
            state=states.get(cleaned.get("etat", "")),
            period=cleaned.get("periode", ""),
            q=cleaned.get("q", ""),
        )
