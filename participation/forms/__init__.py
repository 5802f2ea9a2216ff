"""Forms of the officers: an activity in the admin."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.privacy.registry import processing, said

from ..models import ParticipationLevel
from ..rules import LEVELS_WITH_SUPPORTS, is_frozen

# The fields of the data card, and the words of a processing that each begins with.
_CARD = {
    "data_purpose": "purpose",
    "data_recipients": "recipients",
    "data_retention": "retention",
}
# What the law wants said before anything is collected: no publication without it.
_CARD_NEEDED = ("data_purpose", "data_retention")


class ActivityForm(WagtailAdminModelForm):
    """An activity in the admin; only one older than the portal may do without a promise."""

    frozen_words: "str | Promise" = _(
        "Frozen since the first contribution: it changes by a public amendment."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.period_label and "promise" in self.fields:
            self.fields["promise"].required = False
        self._offer_levels()
        self._begin_data_card()
        if self.instance.pk and is_frozen(self.instance):
            for term in self.instance.frozen_terms:
                if term in self.fields:
                    self.fields[term].disabled = True
                    self.fields[term].help_text = self.frozen_words

    def _offer_levels(self) -> None:
        """Offers the levels of the mechanism; supports, where one of them has any."""
        mechanism = self.instance.mechanism
        if mechanism is None:
            return
        levels = mechanism.levels
        if "level" in self.fields:
            self.fields["level"].choices = [(level.value, level.label) for level in levels]
            if self.instance.level not in levels:
                self.initial["level"] = levels[0].value
        if not LEVELS_WITH_SUPPORTS & set(levels):
            self.fields.pop("supports_allowed", None)

    def _begin_data_card(self) -> None:
        """Shows the words of the mechanism where officers wrote none; emptied, it is refused."""
        card = self.instance.data_card
        for name, words in _CARD.items():
            if card and name in self.fields:
                self.initial[name] = said(getattr(card, words))
                self.fields[name].required = name in _CARD_NEEDED

    def clean_data_purpose(self) -> str:
        return self._own_words("data_purpose")

    def clean_data_recipients(self) -> str:
        return self._own_words("data_recipients")

    def clean_data_retention(self) -> str:
        return self._own_words("data_retention")

    def _own_words(self, name: str) -> str:
        """Nothing when the words are still the mechanism's: they follow its delays."""
        written = str(self.cleaned_data[name]).strip()
        mechanism = self.instance.mechanism
        if mechanism is None:
            return written
        default = said(getattr(processing(mechanism.processing), _CARD[name]))
        same = " ".join(written.split()) == " ".join(default.split())
        return "" if same else written

    def clean(self) -> dict[str, Any]:
        """Sets a day for the answers when none is given: its level says how long after the end.

        A clock that nobody set would never be late. A call of the past promised nothing.
        """
        cleaned: dict[str, Any] = super().clean()
        closes_at, level = cleaned.get("closes_at"), cleaned.get("level")
        past = cleaned.get("period_label", self.instance.period_label)
        day = self.fields.get("answer_by")
        missing = day and not day.disabled and not cleaned.get("answer_by")
        if missing and closes_at and level and not past:
            texts = ParticipationLevel.objects.filter(number=level).first()
            if texts:
                last = timezone.localdate(closes_at - timedelta(microseconds=1))
                cleaned["answer_by"] = last + timedelta(days=texts.clock_days)
        return cleaned
