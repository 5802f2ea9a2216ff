"""The desk of personal data in the menu of the admin."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from .views.desk import RIGHT, CloseView, IndexView, PersonView, RecordView


class OfficersItem(MenuItem):
    """An entry for those who hold the right."""

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(RIGHT))


class DeskViewSet(ViewSet):
    """Requests about personal data, and the people they are about."""

    name = "owndata_desk"
    url_prefix = "demandes-de-donnees"
    icon = "user"
    menu_label = _("Data requests")
    menu_order = 700
    menu_item_class = OfficersItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", IndexView.as_view(), name="index"),
            path("enregistrer/", RecordView.as_view(), name="record"),
            path("demande/<int:pk>/", CloseView.as_view(), name="request"),
            path("personne/<str:token>/", PersonView.as_view(), name="person"),
        ]
