"""Registrations of the accounts with Wagtail's admin: people, their rights and second factors."""

from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from .factor_views import FactorResetView
from .models import User
from .panels import SecondFactorNotice


@hooks.register("register_admin_urls")
def factor_urls() -> list[URLPattern]:
    """The page of somebody's second factor, beside Wagtail's own pages of people."""
    view = FactorResetView.as_view()
    return [path("users/<int:pk>/second-facteur/", view, name="accounts_factor_reset")]


@hooks.register("construct_homepage_panels")
def second_factor_notice(request: HttpRequest, panels: list[Any]) -> None:
    """Say first what a real portal would refuse."""
    notice = SecondFactorNotice()
    if notice.is_shown:
        panels.append(notice)


# Other apps add their screens by a hook of this name.
people_menu = Menu(register_hook_name="register_people_menu_item")


@hooks.register("register_admin_menu_item")
def people_group() -> MenuItem:
    """The menu of those who look after people; hidden from whoever has nothing to do in it."""
    return SubmenuMenuItem(_("People"), people_menu, name="people", icon_name="user", order=220)


class AccountsMenuItem(MenuItem):
    """The accounts, for those who keep them."""

    def is_shown(self, request: HttpRequest) -> bool:
        rights = (f"accounts.{verb}_user" for verb in ("add", "change", "delete"))
        return any(request.user.has_perm(right) for right in rights)


@hooks.register("register_people_menu_item")
def accounts_item() -> MenuItem:
    """The list of accounts, first."""
    address = reverse("wagtailusers_users:index")
    return AccountsMenuItem(_("Accounts"), address, name="accounts", icon_name="user", order=10)


@hooks.register("before_bulk_action")
def rights_one_by_one(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """Refuses Wagtail's bulk actions on people: they would pass by the rules and the events."""
    if User in getattr(action, "models", ()):
        raise PermissionDenied


@hooks.register("register_permissions")
def rights_over_people() -> "QuerySet[Permission]":
    """Offer the rights over people in the settings of groups."""
    codenames = ("change_rights", "read_roles", "read_histories", "reset_second_factor")
    return Permission.objects.filter(content_type__app_label="accounts", codename__in=codenames)
