"""The papers of an activity in its editor: coupons printed, come back, to verify."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from ..queries.paper import papers_of


class PaperPanel(Panel):
    """Leads to the coupons of an activity, and to the desk where what came back is keyed in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("On paper"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The papers of one activity."""

        template_name = "participation/paper/panel.html"

        def is_shown(self) -> bool:
            """Nothing to say of an activity that is not kept yet."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            user = self.request.user
            return {
                **context,
                "activity": self.instance,
                "papers": papers_of(self.instance),
                "may_print": user.has_perm("participation.add_couponbatch"),
                "may_key_in": user.has_perm("participation.key_in_contributions"),
            }
