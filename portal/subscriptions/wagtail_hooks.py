"""Registrations of subscriptions with Wagtail's admin: letters."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .views import letters


class LettersItem(MenuItem):
    """An entry that only those who may send letters see."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(letters.SEND)


@hooks.register("register_admin_urls")
def letter_urls() -> list[Any]:
    """The pages of letters."""
    return [
        path("lettres/", letters.LetterListView.as_view(), name="letters"),
        path("lettres/ecrire/", letters.WriteLetterView.as_view(), name="write_letter"),
        path("lettres/<int:pk>/", letters.OneLetterView.as_view(), name="letter"),
        path("lettres/<int:pk>/ecrire/", letters.WriteLetterView.as_view(), name="change_letter"),
        path("lettres/<int:pk>/apercu/", letters.drawn, name="drawn_letter"),
    ]


@hooks.register("register_admin_menu_item")
def letters_item() -> MenuItem:
    """Their entry in the menu."""
    return LettersItem(_("Letters"), reverse("letters"), icon_name="mail", order=260)


@hooks.register("register_permissions")
def right_to_send() -> QuerySet[Permission]:
    """Offer it in the settings of groups."""
    return Permission.objects.filter(
        content_type__app_label="subscriptions", codename="send_letter"
    )
