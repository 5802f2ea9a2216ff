"""Forms of the officers: an activity in the admin."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..models import ParticipationLevel
from ..rules import FROZEN_TERMS, is_frozen


class ActivityForm(WagtailAdminModelForm):
    """An activity in the admin; only one older than the portal may do without a promise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.period_label and "promise" in self.fields:
            self.fields["promise"].required = False
        if self.instance.pk and is_frozen(self.instance):
            for term in FROZEN_TERMS:
                if term in self.fields:
                    self.fields[term].disabled = True
                    self.fields[term].help_text = _(
                        "Frozen since the first contribution: it changes by a public amendment."
                    )

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
