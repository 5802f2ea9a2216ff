"""What waits for an officer, on the home page of the admin."""

from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from ..queries import waiting
from ..queries.paper import to_verify


class WaitingPanel(Component):
    """How many contributions wait to be read, and since when."""

    name = "waiting_contributions"
    template_name = "participation/desk/waiting.html"
    order = 50

    def __init__(self, index_url_name: str) -> None:
        self.index_url_name = index_url_name

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"waiting": waiting(), "url": reverse(self.index_url_name)}


class ToVerifyPanel(Component):
    """How many entries from paper wait for a second eye, and since when."""

    name = "papers_to_verify"
    template_name = "participation/paper/to_verify.html"
    order = 55

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"waiting": to_verify(), "url": reverse("paper:index")}
