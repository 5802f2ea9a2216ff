"""Identities to reconnect, in the admin: an administrator checks who asks, then decides."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.decisions import Refused

from ..actions import accept_reconnection, refuse_reconnection
from ..models import Reconnection
from ..queries import reconnections_decided, reconnections_waiting

RECONNECT = "identity.change_reconnection"
# Decided ones are shown so many at most: the security events keep them all.
_SHOWN = 50


class AdministratorView(WagtailAdminTemplateMixin, TemplateView):
    """A page for those who may give an account another identity."""

    header_icon = "key"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User) or not request.user.has_perm(RECONNECT):
            raise PermissionDenied
        self.administrator = request.user
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items, *self.trail(), {"url": "", "label": self.get_page_title()}]

    def trail(self) -> list[dict[str, Any]]:
        """What stands between the home page of the admin and this page."""
        return []


class ReconnectionsView(AdministratorView):
    """What waits, the oldest first, then what was decided."""

    template_name = "identity/admin/reconnections.html"
    page_title = gettext_lazy("Identities to reconnect")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            waiting=list(reconnections_waiting()),
            decided=list(reconnections_decided()[:_SHOWN]),
            shown=_SHOWN,
            **kwargs,
        )


class DecideView(AdministratorView):
    """One request: what to check, then yes or no."""

    template_name = "identity/admin/decide.html"
    page_title = gettext_lazy("Reconnect this identity")

    def trail(self) -> list[dict[str, Any]]:
        url = reverse("reconnections:index")
        return [{"url": url, "label": _("Identities to reconnect")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = get_object_or_404(reconnections_waiting(), pk=kwargs["pk"])
        return super().get_context_data(asked=asked, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decide = accept_reconnection if request.POST.get("decision") == "accept" else None
        if request.POST.get("decision") == "refuse":
            decide = refuse_reconnection
        if decide is None:
            return self.get(request, *args, **kwargs)
        try:
            decide(pk=kwargs["pk"], by=self.administrator, at=timezone.now())
        except (Refused, Reconnection.DoesNotExist) as refusal:
            told = str(refusal) if isinstance(refusal, Refused) else _("This request is gone.")
            messages.error(request, told)
        else:
            messages.success(request, _("Decided. The person is told by mail."))
        return HttpResponseRedirect(reverse("reconnections:index"))
