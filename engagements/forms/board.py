"""The filters of the board and of the calendar."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from ..enums import DisplayState, NewsAge
from ..queries import (
    BoardFilters,
    BoardRow,
    Choice,
    departments_of_board,
    months_between_reviews,
    periods_of,
    priorities_of,
    states_of,
)
from ..queries.board import NONE

Choices = list[tuple[str, Any]]


class BoardFilterForm(forms.Form):
    """The filters of the board. Its field names are part of the public address."""

    q = forms.CharField(
        label=gettext_lazy("Words or number"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    priorite = forms.ChoiceField(label=gettext_lazy("Priority"), required=False)
    etat = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    periode = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    service = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    nouvelles = forms.ChoiceField(
        label=pgettext_lazy("news of a commitment", "News"), required=False
    )

    def __init__(self, data: Any = None, *, rows: list[BoardRow]) -> None:
        super().__init__(data, auto_id="f-%s")
        offered: dict[str, Choices] = {
            "priorite": _with_all(_("All priorities"), priorities_of(rows)),
            "etat": _with_all(_("All states"), states_of(rows)),
            "periode": _with_none(
                _("All periods"), _("Period not published"), periods_of(rows), len(rows)
            ),
            "service": _with_none(
                _("All departments"),
                _("Department not stated"),
                departments_of_board(rows),
                len(rows),
            ),
            "nouvelles": _with_all(_("All news"), _news(rows)),
        }
        for name, choices in offered.items():
            cast(forms.ChoiceField, self.fields[name]).choices = choices
        for name in ("periode", "service"):
            # Nothing to choose from: only “all” and “not published”.
            if len(offered[name]) <= 2:
                del self.fields[name]

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
            department=cleaned.get("service", ""),
            news=NewsAge(cleaned["nouvelles"]) if cleaned.get("nouvelles") else None,
        )


def _with_all(every: str, found: list[Choice]) -> Choices:
    """“All”, then each value with how many commitments it keeps."""
    return [("", every), *((one.value, f"{one.label} ({one.count})") for one in found)]


def _with_none(every: str, none: str, found: list[Choice], total: int) -> Choices:
    """The same, and the commitments that have no such value, so that all of them are counted."""
    left = total - sum(one.count for one in found)
    rest = [Choice(NONE, none, left)] if left else []
    return _with_all(every, [*found, *rest])


def _news(rows: list[BoardRow]) -> list[Choice]:
    months = months_between_reviews(rows)
    silent = ngettext(
        "No news for more than %(months)d month", "No news for more than %(months)d months", months
    )
    labels = {NewsAge.SILENT: silent % {"months": months}}
    return [
        Choice(age.value, labels.get(age, str(age.label)), sum(row.news_age is age for row in rows))
        for age in NewsAge
    ]
