"""What the home page of the admin says when old data is not erased any more."""

from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from .queries.register import last_run


class LatePanel(Component):
    """Nothing was erased for too long: since when, and where to look."""

    name = "late_erasure"
    template_name = "privacy/admin/late.html"
    order = 40

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"last": last_run(), "url": reverse("privacy_admin:retention")}
