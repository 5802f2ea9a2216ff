"""Registrations of accounts with Wagtail: the lost second factor, what this site leaves open."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks

from .factor_views import FactorResetView
from .panels import SecondFactorNotice


@hooks.register("register_admin_urls")
def factor_urls() -> list[URLPattern]:
    """The page of somebody's second factor, beside Wagtail's own pages of people."""
    view = FactorResetView.as_view()
    return [path("users/<int:pk>/second-facteur/", view, name="accounts_factor_reset")]


@hooks.register("register_permissions")
def factor_permissions() -> "QuerySet[Permission]":
    """The right to take a second factor away, given by group."""
    return Permission.objects.filter(
        content_type__app_label="accounts", codename="reset_second_factor"
    )


@hooks.register("construct_homepage_panels")
def second_factor_notice(request: HttpRequest, panels: list[Any]) -> None:
    """Say first what a real portal would refuse."""
    notice = SecondFactorNotice()
    if notice.is_shown:
        panels.append(notice)
