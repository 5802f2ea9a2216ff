"""What the pages of moderators share: who may enter, where one is in the queue, what comes next."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User

from ..enums import QueueKind
from ..forms.moderation import QueueFilterForm
from ..queries.queue import QueueChoice, QueueItem, neighbours

MODERATE = "participation.moderate_contribution"
QUEUE = "moderation:index"
_PAGES = {
    QueueKind.CONTRIBUTION: "contributions:edit",
    QueueKind.COMMENT: "moderation:comment",
    QueueKind.REPORT: "moderation:report",
    QueueKind.APPEAL: "moderation:appeal",
}


def choice_of(request: HttpRequest) -> tuple[QueueChoice, bool]:
    """The part of the queue named in the address, and whether only what is flagged."""
    form = QueueFilterForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    activity = chosen.get("activity")
    choice = QueueChoice(kind=chosen.get("kind") or "", activity=activity.pk if activity else None)
    return choice, bool(chosen.get("flagged"))


def address(item: QueueItem, choice: QueueChoice) -> str:
    """The page where an item is decided; what was chosen goes along."""
    return reverse(_PAGES[item.kind], args=[item.row.pk]) + query(choice)


def query(choice: QueueChoice) -> str:
    """What was chosen, for an address."""
    chosen = {"kind": choice.kind, "activity": choice.activity or ""}
    kept = urlencode({name: value for name, value in chosen.items() if value})
    return f"?{kept}" if kept else ""


class ModeratorView(WagtailAdminTemplateMixin, TemplateView):
    """A page for those who may moderate."""

    header_icon = "tasks"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not self.may_enter(user):
            raise PermissionDenied
        self.officer = user
        return super().dispatch(request, *args, **kwargs)

    def may_enter(self, user: User) -> bool:
        """Whether this person may see the page."""
        return user.has_perm(MODERATE)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        trail = [*items, {"url": reverse(QUEUE), "label": _("Moderation")}]
        title = self.get_page_title()
        return [*trail, {"url": "", "label": title}] if title else trail


class QueuedMixin:
    """A page about one item of the queue: its neighbours, and the next one once it is decided."""

    request: HttpRequest
    item: QueueItem

    def around(self) -> dict[str, Any]:
        """The addresses of the items before and after, for links and keys."""
        choice, _flagged = choice_of(self.request)
        before, after = neighbours(choice, self.item.place)
        return {
            "previous_url": address(before, choice) if before else "",
            "next_url": address(after, choice) if after else "",
            "queue_url": reverse(QUEUE) + query(choice),
        }

    def onward(self, said: str) -> HttpResponse:
        """Says what was done, then shows the next item that waits, else the queue."""
        choice, _flagged = choice_of(self.request)
        _before, after = neighbours(choice, self.item.place)
        if after is None:
            messages.success(self.request, said)
            return HttpResponseRedirect(reverse(QUEUE) + query(choice))
        messages.success(self.request, " ".join([said, _("Here is the next one to read.")]))
        return HttpResponseRedirect(address(after, choice))
