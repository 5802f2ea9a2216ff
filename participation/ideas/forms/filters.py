"""The filters of the list of ideas, in the address, with how many ideas each choice has."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.cms.typography import NBSP
from portal.plain_text import clean_line

from ..queries.listing import (
    ANSWERED,
    DEFAULT_ORDER,
    FACETS,
    ORDERS,
    RANDOM,
    SEED_DIGITS,
    STANDINGS,
    UNANSWERED,
    VERDICTS,
    WISHES,
    Facets,
    IdeaFilters,
    facet_of,
)

_ORDER_NAMES = {
    "recentes": gettext_lazy("Most recent"),
    "soutenues": gettext_lazy("Most supported"),
    "discutees": gettext_lazy("Most discussed"),
    RANDOM: gettext_lazy("At random"),
    "anciennes": gettext_lazy("Oldest"),
}


@dataclass(frozen=True)
class Chosen:
    """A filter at work: its heading, its value, and the address of the list without it."""

    label: str
    value: str
    without: str


class FilterForm(forms.Form):
    """The filters of the list; a value that is not offered is left out."""

    q = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    etat = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    quartier = forms.ChoiceField(label=gettext_lazy("Neighbourhood"), required=False)
    public = forms.ChoiceField(label=gettext_lazy("Given by"), required=False)
    souhait = forms.ChoiceField(label=gettext_lazy("Wish"), required=False)
    tri = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[(name, _ORDER_NAMES[name]) for name in ORDERS],
    )

    def __init__(self, *args: Any, facets: Facets, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facets = facets
        self.names: dict[str, dict[str, str]] = {}
        self._offer("theme", {theme.slug: theme.name for theme in facets.themes})
        self._offer("quartier", {place.slug: place.name for place in facets.places})
        states = {ANSWERED: _("With an answer"), UNANSWERED: _("Without an answer")}
        states |= {slug: str(verdict.label) for slug, verdict in VERDICTS.items()}
        self._offer("etat", states)
        self._offer("public", {slug: str(value.label) for slug, value in STANDINGS.items()})
        self._offer("souhait", {slug: str(value.label) for slug, value in WISHES.items()})

    def _offer(self, name: str, names: dict[str, str]) -> None:
        """The choices of a filter, each with how many ideas of the whole call it has."""
        self.names[name] = names
        chosen = cast("forms.ChoiceField", self.fields[name])
        counts = {slug: self._count(name, slug) for slug in names}
        chosen.choices = [
            ("", _("All")),
            *((slug, f"{label} ({_said(counts[slug])})") for slug, label in names.items()),
        ]

    def _count(self, name: str, slug: str) -> int:
        if name == "etat":
            return self.facets.of_state(slug)
        kind, value = facet_of(name, slug)
        return self.facets.count(kind, value)

    def shown(self) -> list[forms.BoundField]:
        """The filters worth showing here: those whose heading at least one idea uses."""
        unused = {
            name
            for name, (kind, _value) in ((name, facet_of(name, "")) for name in FACETS)
            if not (self.facets.in_use(kind) or self.initial.get(name))
        }
        if self.facets.themes:
            unused.discard("theme")
        return [self[name] for name in self.fields if name not in unused]

    def filters(self) -> IdeaFilters:
        """What was asked, without what was not understood."""
        self.is_valid()
        asked = self.cleaned_data
        seed = str(self.data.get("graine", ""))
        drawn = seed.isascii() and seed.isdigit() and len(seed) == SEED_DIGITS
        return IdeaFilters(
            words=clean_line(asked.get("q", "")),
            theme=asked.get("theme", ""),
            state=asked.get("etat", ""),
            place=asked.get("quartier", ""),
            standing=asked.get("public", ""),
            wish=asked.get("souhait", ""),
            order=asked.get("tri") or DEFAULT_ORDER,
            seed=int(seed) if drawn else None,
        )

    def chosen(self, filters: IdeaFilters) -> list[Chosen]:
        """The filters at work, each with the list that one gets without it."""
        return [
            Chosen(
                label=str(self.fields[name].label),
                value=self.names.get(name, {}).get(value, value),
                without=filters.query(without=name),
            )
            for name, value in filters.narrowing.items()
        ]


def _said(count: int) -> str:
    return f"{count:,}".replace(",", NBSP) if count else _("none")
