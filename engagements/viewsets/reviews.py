"""The half-yearly reviews in the menu of the admin; no screen edits or deletes a published one."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from ..views.conducting import (
    OpenReviewView,
    PreviewView,
    PublishView,
    ReviewsView,
    WorkView,
    may_read,
)


class ReviewsItem(MenuItem):
    """An entry for those who conduct the reviews or audit them."""

    def is_shown(self, request: Any) -> bool:
        return may_read(request.user)


class ReviewViewSet(ViewSet):
    """The desk of the reviews."""

    name = "reviews"
    icon = "doc-full"
    menu_label = _("Half-yearly reviews")
    menu_item_class = ReviewsItem
    # It stands in the menu of the commitments, which asks for it.
    add_to_admin_menu = False

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", ReviewsView.as_view(), name="index"),
            path("ouvrir/", OpenReviewView.as_view(), name="open"),
            path("<int:pk>/", WorkView.as_view(), name="work"),
            path("<int:pk>/apercu/", PreviewView.as_view(), name="preview"),
            path("<int:pk>/publier/", PublishView.as_view(), name="publish"),
        ]
