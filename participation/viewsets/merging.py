"""Grouped ideas in the menu of the admin, and the pages about one idea."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from ..views.merging import DecideView, PromoteView, ProposalsView, ProposeView, may_group


class OfficersItem(MenuItem):
    """An entry for those who moderate or answer."""

    def is_shown(self, request: Any) -> bool:
        return may_group(request.user)


class MergingViewSet(ViewSet):
    """Proposals to group ideas, and agents' ideas to be made public."""

    name = "merging"
    icon = "link"
    menu_label = _("Grouped contributions")
    menu_item_class = OfficersItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", ProposalsView.as_view(), name="index"),
            path("idee/<int:pk>/", ProposeView.as_view(), name="propose"),
            path("decider/<int:pk>/", DecideView.as_view(), name="decide"),
            path("rendre-publique/<int:pk>/", PromoteView.as_view(), name="promote"),
        ]
