"""What the screens of one call at the desk share: who may enter, the call, the way back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User

from ..models import Activity
from .desk import ANSWER, MODERATE

IMPORT = "participation.import_contributions"
EXPORT_CONTACTS = "participation.export_contacts"
DASHBOARD = "calls:dashboard"


def may_open(user: Any) -> bool:
    """Whether this person sees the screens of calls at all: who moderates, answers or imports."""
    return user.is_active and any(user.has_perm(right) for right in (MODERATE, ANSWER, IMPORT))


class CallScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen about one call; `right` is asked besides those that open the desk."""

    header_icon = "help"
    right = ""
    title: Any = ""
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not may_open(user):
            raise PermissionDenied
        if self.right and not user.has_perm(self.right):
            raise PermissionDenied
        self.officer = user
        self.activity = self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int, **kwargs: Any) -> Activity:
        """The call that the screen is about."""
        return get_object_or_404(Activity.objects.select_related("tally"), pk=pk)

    def get_page_title(self) -> str:
        return str(self.title)

    def get_page_subtitle(self) -> str:
        return self.activity.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items, *self.trail(), {"url": "", "label": self.get_page_title()}]

    def trail(self) -> list[dict[str, str]]:
        """Where one comes from: the list of calls when one may open it, then the dashboard."""
        label = _("%(title)s: dashboard") % {"title": self.activity.title}
        return [{"url": reverse(DASHBOARD, args=[self.activity.pk]), "label": label}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(activity=self.activity, **kwargs)
