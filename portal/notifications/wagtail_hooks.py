"""Registrations of the outbox with Wagtail's admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .views import MANAGE, OutboxPanel, OutboxView


class OutboxItem(MenuItem):
    """An entry that only those who look after mails see."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MANAGE)


@hooks.register("register_admin_urls")
def outbox_urls() -> list[Any]:
    """The page of the outbox."""
    return [path("mails/", OutboxView.as_view(), name="outbox")]


@hooks.register("register_settings_menu_item")
def outbox_item() -> MenuItem:
    """Its entry, among the settings."""
    return OutboxItem(_("Mails"), reverse("outbox"), icon_name="mail", order=900)


@hooks.register("register_permissions")
def right_to_manage() -> QuerySet[Permission]:
    """Offer it in the settings of groups."""
    return Permission.objects.filter(
        content_type__app_label="notifications", codename="change_outgoingmail"
    )


@hooks.register("construct_homepage_panels")
def troubled_mails(request: HttpRequest, panels: list[Any]) -> None:
    """Says on the home page of the admin that mails need somebody."""
    panel = OutboxPanel.of() if request.user.has_perm(MANAGE) else None
    if panel:
        panels.insert(0, panel)
