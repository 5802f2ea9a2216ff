"""Registrations with Wagtail's admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from .viewsets import ReconnectionViewSet

hooks.register("register_admin_viewset", ReconnectionViewSet)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Any]:
    """The right to give an account another identity, for the screen of groups."""
    return Permission.objects.filter(
        content_type__app_label="identity", codename="change_reconnection"
    )
