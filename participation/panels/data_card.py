"""The data card of an activity on its page in the admin: what its form keeps, and how long."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, Panel


class CardPanel(Panel):
    """What officers do not write: basis, data, the day of erasure, where the card is read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("The card of this activity"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The facts of this activity."""

        template_name = "participation/admin/data_card.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "card": self.instance.data_card, "activity": self.instance}


def data_card_tab() -> ObjectList:
    """The tab where officers complete the card."""
    return ObjectList(
        [
            CardPanel(),
            FieldPanel("data_purpose"),
            FieldPanel("data_recipients"),
            FieldPanel("data_retention"),
            FieldPanel("data_more"),
            FieldPanel("data_sensitive"),
        ],
        heading=_("Personal data"),
    )
