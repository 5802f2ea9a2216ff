"""Panels of the admin's home about accounts."""

from typing import Any

from django.conf import settings
from wagtail.admin.ui.components import Component


class SecondFactorNotice(Component):
    """Says that this site does not ask for a second factor, and that production must."""

    name = "second_factor_notice"
    template_name = "accounts/second_factor_notice.html"
    order = 10

    @property
    def is_shown(self) -> bool:
        return not settings.STAFF_SECOND_FACTOR

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {}
