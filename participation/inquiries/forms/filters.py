"""The filters of the register."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.plain_text import clean_line

from ..queries.listing import CHANNELS, OLDEST, RECENT, ObservationFilters


class ObservationFilterForm(forms.Form):
    """Words, channel, order of time; what cannot be understood is left out."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    canal = forms.ChoiceField(
        label=_("Received"),
        required=False,
        choices=[("", _("All")), *((slug, channel.label) for slug, channel in CHANNELS.items())],
    )
    tri = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[(RECENT, _("Most recent")), (OLDEST, _("Oldest"))],
    )

    def filters(self) -> ObservationFilters:
        """What was asked and understood."""
        self.is_valid()
        asked = self.cleaned_data
        return ObservationFilters(
            words=clean_line(asked.get("q") or ""),
            channel=asked.get("canal") or "",
            order=asked.get("tri") or RECENT,
        )
