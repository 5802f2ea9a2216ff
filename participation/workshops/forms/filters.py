"""The filters of the list of meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagements.models import Department
from portal.plain_text import clean_line

from ..enums import MeetingTime
from ..queries.listing import MeetingFilters

# Below so many meetings, a list is read faster than its filters.
WORTH_FILTERING = 6


class MeetingFilterForm(forms.Form):
    """Words, department, to come or past; what cannot be understood is left out."""

    q = forms.CharField(label=_("Words"), required=False, max_length=80)
    service = forms.ChoiceField(label=_("Department"), required=False)
    quand = forms.ChoiceField(label=_("When"), required=False, choices=MeetingTime.choices)

    def __init__(self, *args: Any, departments: list[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        names = [(one.slug, one.name) for one in departments]
        field.choices = [("", _("All departments")), *names]  # type: ignore[attr-defined]
        if not departments:
            del self.fields["service"]

    def filters(self, default: MeetingTime) -> MeetingFilters:
        """What was asked and understood; `default` is the time shown when none was."""
        self.is_valid()
        asked = self.cleaned_data
        return MeetingFilters(
            words=clean_line(asked.get("q") or ""),
            department=asked.get("service") or "",
            time=asked.get("quand") or default,
        )
