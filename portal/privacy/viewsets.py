"""The menu of personal data in the admin, for whoever may read the register."""

from typing import Any

from django.urls import path, reverse_lazy
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
    menu_label = _("Personal data")

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        entries = (
            (_("Register of processings"), "index", "list-ul"),
            (_("Erasure of old data"), "retention", "bin"),
            (_("Consents"), "consents", "check"),
        )
        items = [
            PrivacyItem(
                label,
                reverse_lazy(self.get_url_name(name)),
                name=f"privacy-{name}",
                icon_name=icon,
                order=place,
            )
            for place, (label, name, icon) in enumerate(entries)
        ]
        return PrivacyMenuItem(
            self.menu_label, Menu(items=items), name="privacy", icon_name=self.icon, order=900
        )

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", RegisterView.as_view(), name="index"),
            path("effacement/", RetentionView.as_view(), name="retention"),
            path("consentements/", ConsentsView.as_view(), name="consents"),
            path("<slug:what>.<slug:kind>", FileView.as_view(), name="file"),
        ]
