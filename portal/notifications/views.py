"""The outbox in the admin: what is wrong, what waits, what left; try again, cancel."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.decisions import Refused

from .actions import cancel_mail, retry_mail
from .models import OutgoingMail
from .queries import outbox_state, settled_mails, troubles, waiting_mails

MANAGE = "notifications.change_outgoingmail"
_LISTS = {"a-voir": troubles, "en-attente": waiting_mails, "partis": settled_mails}
_PER_PAGE = 50


class OutboxView(WagtailAdminTemplateMixin, TemplateView):
    """The mails of the portal; no text of theirs is ever shown."""

    template_name = "notifications/admin/outbox.html"
    header_icon = "mail"
    page_title = gettext_lazy("Mails")
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(MANAGE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        chosen = self.request.GET.get("liste", "")
        chosen = chosen if chosen in _LISTS else next(iter(_LISTS))
        page = Paginator(_LISTS[chosen](), _PER_PAGE).get_page(self.request.GET.get("page"))
        state = outbox_state(at)
        context = {"at": at, "chosen": chosen, "page": page, "state": state, **kwargs}
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One mail, one of two things; then back to the list it was in."""
        doing = {"retry": retry_mail, "cancel": cancel_mail}
        action = doing.get(request.POST.get("action", ""))
        number = request.POST.get("mail", "")
        if action is None or not number.isdecimal():
            raise PermissionDenied
        mail = get_object_or_404(OutgoingMail, pk=int(number))
        try:
            action(mail=mail, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            retried = action is retry_mail
            said = _("The mail is tried again.") if retried else _("The mail will not leave.")
            messages.success(request, said)
        return HttpResponseRedirect(request.get_full_path())


class OutboxPanel(Component):
    """On the home page of the admin, only when mails need somebody."""

    name = "outbox"
    template_name = "notifications/admin/panel.html"
    order = 20

    @classmethod
    def of(cls) -> "OutboxPanel | None":
        """The panel, or None when all is well."""
        state = outbox_state(timezone.now())
        return cls(state) if state.needs_somebody else None

    def __init__(self, state: Any) -> None:
        self.state = state

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"state": self.state}
