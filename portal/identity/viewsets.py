"""Identities to reconnect in the menu of the admin."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from .configuration import clients
from .enums import ProviderId
from .views.reconnections import RECONNECT, DecideView, ReconnectionsView


class AdministratorsItem(MenuItem):
    """An entry for administrators, in a city where ProConnect exists."""

    def is_shown(self, request: Any) -> bool:
        offered = any(client.provider == ProviderId.PROCONNECT for client in clients())
        return offered and bool(request.user.has_perm(RECONNECT))


class ReconnectionViewSet(ViewSet):
    """Requests of agents whom ProConnect names anew."""

    name = "reconnections"
    icon = "key"
    menu_label = _("Identities to reconnect")
    menu_order = 9_100
    menu_item_class = AdministratorsItem
    add_to_settings_menu = True

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", ReconnectionsView.as_view(), name="index"),
            path("<int:pk>/", DecideView.as_view(), name="decide"),
        ]
