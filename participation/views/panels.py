"""What waits for an officer, on the home page of the admin."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from ..queries import answering
from ..queries.paper import to_verify
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


class MyAnswersPanel(Component):
    """The answers that somebody has to prepare, and how many of them are late."""

    name = "my_answers"
    template_name = "participation/desk/my_answers.html"
    order = 60

    def __init__(self, mine: answering.MyAnswers) -> None:
        self.mine = mine

    @classmethod
    def of(cls, user: Any) -> "MyAnswersPanel | None":
        """The panel of this person, or None when nothing is theirs to prepare."""
        mine = answering.my_answers(user, timezone.localdate())
        return cls(mine) if mine.count else None

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"mine": self.mine, "url": reverse("answering:index")}


class ToVerifyPanel(Component):
    """How many entries from paper wait for a second eye, and since when."""

    name = "papers_to_verify"
    template_name = "participation/paper/to_verify.html"
    order = 55

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"waiting": to_verify(), "url": reverse("paper:index")}
