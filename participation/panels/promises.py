"""Panels of activities in the admin: where their promise stands, and what can be done with it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from ..rules import is_frozen


class PromisePanel(Panel):
    """Says whether the terms are frozen, and leads to amendments, verdict and archive."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Where the promise stands"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The promise of one activity."""

        template_name = "participation/promises/panel.html"

        def is_shown(self) -> bool:
            """Nothing to say of an activity that is not kept yet."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            activity = self.instance
            return {
                **context,
                "activity": activity,
                "is_frozen": is_frozen(activity),
                "verdict": getattr(activity, "promise_verdict", None),
                "amendment_count": activity.amendments.count(),
                "may_keep": self.request.user.has_perm("participation.keep_promises"),
            }
