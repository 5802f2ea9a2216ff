"""Registrations of the app with Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from .viewsets import DeskViewSet

hooks.register("register_admin_viewset", lambda: DeskViewSet())


@hooks.register("register_permissions")
def permissions() -> "QuerySet[Permission]":
    """The right that the groups of the admin may give."""
    return Permission.objects.filter(
        content_type__app_label="owndata", codename="erase_personal_data"
    )
