"""Registrations of the privacy app with Wagtail: its menu, its rights, its alert."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks

from .panels import LatePanel
from .queries.register import is_late
from .views.admin import READ
from .viewsets import PrivacyViewSet, privacy_menu

hooks.register("register_admin_viewset", PrivacyViewSet)
hooks.register("register_admin_menu_item", privacy_menu)


@hooks.register("register_permissions")
def privacy_permissions() -> "QuerySet[Permission]":
    """The rights of a data protection officer, for the settings of groups."""
    return Permission.objects.filter(
        content_type__app_label="privacy",
        codename__in=["view_processing_register", "run_retention"],
    )


@hooks.register("construct_homepage_panels")
def late_erasure(request: HttpRequest, panels: list[Any]) -> None:
    """Says first that old data is not erased any more, to whoever can act."""
    if request.user.has_perm(READ) and is_late(timezone.now()):
        panels.insert(0, LatePanel())
