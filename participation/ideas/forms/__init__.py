"""The filters of the list of ideas; the form by which one is given is in `giving`."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ...models import Theme
from ..queries import IdeaFilters


class FilterForm(forms.Form):
    """The filters of the list, in the address; a value that is not offered is left out."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    etat = forms.ChoiceField(label=_("State"), required=False)
    tri = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("recentes", _("Most recent")), ("anciennes", _("Oldest"))],
    )

    def __init__(
        self, *args: Any, themes: list[Theme], states: list[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choices("theme").choices = [
            ("", _("All")),
            *((theme.slug, theme.name) for theme in themes),
        ]
        self._choices("etat").choices = [
            ("", _("All")),
            ("avec-reponse", _("With an answer")),
            ("sans-reponse", _("Without an answer")),
            *states,
        ]

    def _choices(self, name: str) -> forms.ChoiceField:
        return cast("forms.ChoiceField", self.fields[name])

    def filters(self) -> IdeaFilters:
        """What was asked, without what was not understood."""
        self.is_valid()
        asked = self.cleaned_data
        return IdeaFilters(
            words=asked.get("q", ""),
            theme=asked.get("theme", ""),
            state=asked.get("etat", ""),
            order=asked.get("tri") or "recentes",
        )
