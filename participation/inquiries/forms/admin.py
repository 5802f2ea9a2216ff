"""The procedure in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ...enums import Level
from ...forms import ActivityForm
from ..due_rules import outcome_due


class InquiryForm(ActivityForm):
    """A procedure being written; once announced, its order binds."""

    frozen_words = _("Announced: the order binds, this no longer changes.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The only level of this mechanism: nobody is asked.
        self.instance.level = Level.CONSULTATION

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        regime, closes_at = cleaned.get("regime"), cleaned.get("closes_at")
        day = self.fields.get("answer_by")
        if regime and closes_at and day and not day.disabled and not cleaned.get("answer_by"):
            cleaned["answer_by"] = outcome_due(regime, closes_at)
        if cleaned.get("expire_at"):
            self.add_error(
                None, _("A procedure does not expire: the law says how long it stays on the site.")
            )
        return cleaned
