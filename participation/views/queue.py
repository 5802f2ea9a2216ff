"""The queue of moderation: everything that waits, the oldest first."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.cms.keyset import BadCursor

from ..enums import QueueKind
from ..forms.moderation import QueueFilterForm
from ..queries.flags import Flagger
from ..queries.queue import (
    QueueChoice,
    QueueItem,
    QueuePage,
    flagged_page,
    queue_counts,
    queue_page,
)
from .bulk import MOST
from .moderating import ModeratorView, address, choice_of, query


@dataclass(frozen=True)
class Line:
    """One item of the queue as it is listed."""

    item: QueueItem
    url: str
    flags: list[str]
    # Whether this moderator refused it, and so may not judge the objection.
    is_own_refusal: bool


class QueueView(ModeratorView):
    """Everything that waits for a moderator, the oldest first."""

    template_name = "participation/desk/queue.html"
    page_title = ""

    def get_header_title(self) -> str:
        return _("Moderation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choice, flagged = choice_of(self.request)
        flagger = Flagger()
        page = self._page(choice, flagger, flagged=flagged)
        context = {
            "filters": QueueFilterForm(self.request.GET),
            "choice": choice,
            "flagged": flagged,
            "counts": queue_counts(choice.activity),
            "lines": [self._line(item, choice, flagger) for item in page.items],
            "is_first": not self.request.GET.get("after"),
            "next": self._here(choice, flagged, page.next_cursor) if page.next_cursor else "",
            "first": self._here(choice, flagged, ""),
            "bulk_url": reverse("moderation:bulk") + query(choice),
            "can_choose": any(item.is_decided_together for item in page.items),
            "most": MOST,
            "at": timezone.now(),
            **kwargs,
        }
        return super().get_context_data(**context)

    def _page(self, choice: QueueChoice, flagger: Flagger, *, flagged: bool) -> QueuePage:
        cursor = self.request.GET.get("after", "")
        try:
            if flagged:
                return flagged_page(choice, lambda text: bool(flagger.kinds(text)), cursor)
            return queue_page(choice, cursor)
        except BadCursor:
            return queue_page(choice)

    def _line(self, item: QueueItem, choice: QueueChoice, flagger: Flagger) -> Line:
        own = item.kind == QueueKind.APPEAL and item.subject.moderated_by_id == self.officer.pk
        return Line(item, address(item, choice), flagger.kinds(item.subject), own)

    def _here(self, choice: QueueChoice, flagged: bool, cursor: str) -> str:
        chosen = {
            "kind": choice.kind,
            "activity": choice.activity or "",
            "flagged": "on" if flagged else "",
            "after": cursor,
        }
        return "?" + urlencode({name: value for name, value in chosen.items() if value})
