"""The menu of personal data in the admin, for whoever may read the register."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.viewsets.base import ViewSet

from .views.admin import READ, ConsentsView, FileView, RegisterView, RetentionView


class PrivacyItem(MenuItem):
    """An entry that only readers of the register see."""

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(READ))


class PrivacyMenuItem(SubmenuMenuItem):
    """The group of entries, hidden from whoever sees none of them."""

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(READ)) and super().is_shown(request)


class PrivacyViewSet(ViewSet):
    """The register, the erasure, the consents."""

    name = "privacy_admin"
    url_prefix = "donnees-personnelles"
    icon = "lock"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", RegisterView.as_view(), name="index"),
            path("effacement/", RetentionView.as_view(), name="retention"),
            path("consentements/", ConsentsView.as_view(), name="consents"),
            path("<slug:what>.<slug:kind>", FileView.as_view(), name="file"),
        ]


def privacy_menu() -> PrivacyMenuItem:
    """The entries of the data protection officer, under one heading."""
    entries = (
        (_("Register of processings"), "index", "list-ul"),
        (_("Erasure of old data"), "retention", "bin"),
        (_("Consents"), "consents", "check"),
    )
    items = [
        PrivacyItem(
            label,
            reverse(f"{PrivacyViewSet.name}:{name}"),
            name=f"privacy-{name}",
            icon_name=icon,
            order=place,
        )
        for place, (label, name, icon) in enumerate(entries)
    ]
    return PrivacyMenuItem(
        _("Personal data"), Menu(items=items), name="privacy", icon_name="lock", order=701
    )
