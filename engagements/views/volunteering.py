"""Who wishes to join the follow-up body, in the admin, for those who keep its members."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from ..volunteers import settle_volunteer, volunteer_piles, volunteers_waiting

KEEPS_MEMBERS = "engagements.add_bodymember"
MEMBERS = "engagements_bodymember_modeladmin_index"


class VolunteersView(WagtailAdminTemplateMixin, TemplateView):
    """The wishes that wait, those of each source for those who may read it."""

    template_name = "engagements/admin/volunteers.html"
    page_title = gettext_lazy("Wishes to take part in the follow-up body")
    header_icon = "group"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(KEEPS_MEMBERS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        members = {"url": reverse(MEMBERS), "label": _("Follow-up body")}
        return [
            *items,
            members,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            volunteers=volunteers_waiting(user), piles=volunteer_piles(user), **kwargs
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Notes that a wish was dealt with without making a member."""
        key = request.POST.get("volunteer", "")
        if not settle_volunteer(key, by=request.user, at=timezone.now()):
            raise Http404
        messages.success(request, _("Noted: this wish is settled."))
        return redirect("follow_up_volunteers")
