"""The queue of moderation in the admin, and its place in the menu."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from ..views.bulk import BulkView
from ..views.judging import AppealView, CommentView, ReportView
from ..views.moderating import MODERATE
from ..views.queue import QueueView


class ModeratorsItem(MenuItem):
    """An entry that only moderators see."""

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(MODERATE))


class ModerationViewSet(ViewSet):
    """Everything that waits, over all mechanisms."""

    name = "moderation"
    icon = "tasks"
    menu_label = _("Moderation")
    menu_item_class = ModeratorsItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", QueueView.as_view(), name="index"),
            path("ensemble/", BulkView.as_view(), name="bulk"),
            path("commentaire/<int:pk>/", CommentView.as_view(), name="comment"),
            path("signalement/<int:pk>/", ReportView.as_view(), name="report"),
            path("contestation/<int:pk>/", AppealView.as_view(), name="appeal"),
        ]
