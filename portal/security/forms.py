"""What an auditor asks of the security log."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .queries import Choice
from .registry import known_events

EVENT_LIST = "security-events"


class LogFilterForm(forms.Form):
    """Which events: their name or its beginning, who did them, from which day to which."""

    event = forms.CharField(
        label=_("Event, or the beginning of its name"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"list": EVENT_LIST, "autocomplete": "off"}),
    )
    person = forms.EmailField(
        label=_("Done by (e-mail address)"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To, included"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def known(self) -> list[tuple[str, str | Promise]]:
        """The events that have words, for the list offered while one types."""
        return list(known_events().items())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day comes before the first one."))
        return cleaned

    def choice(self) -> Choice | None:
        """What is asked, or None when it makes no sense."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        until = asked["until"]
        return Choice(
            event=asked["event"].strip(),
            person=asked["person"],
            since=_morning(asked["since"]) if asked["since"] else None,
            until=_morning(until + timedelta(days=1)) if until and until < date.max else None,
        )


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
