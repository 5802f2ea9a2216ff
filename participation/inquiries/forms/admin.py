"""The procedure in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ...enums import Level
from ...forms import ActivityForm


class InquiryForm(ActivityForm):
    """A procedure being written; once announced, its order binds."""

    frozen_words = _("Announced: the order binds, this no longer changes.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The only level of this mechanism: nobody is asked.
        self.instance.level = Level.CONSULTATION

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("expire_at"):
            self.add_error(
                None, _("A procedure does not expire: the law says how long it stays on the site.")
            )
        return cleaned
