"""What waits for an officer, on the home page of the admin."""

from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from ..queries.queue import queue_counts
from .moderating import QUEUE


class WaitingPanel(Component):
    """How many things wait for a moderator, kind by kind, and since when."""

    name = "waiting_contributions"
    template_name = "participation/desk/waiting.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        counts = [kind for kind in queue_counts() if kind.count]
        return {
            "counts": counts,
            "total": sum(kind.count for kind in counts),
            "oldest": min((kind.oldest for kind in counts if kind.oldest), default=None),
            "url": reverse(QUEUE),
        }
