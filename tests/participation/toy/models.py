"""A fountain, and the wish."""

from typing import Any, ClassVar

from participation.models import Activity, Contribution


class Fountain(Activity):
    """Something one drops wishes into."""

    mechanism_slug: ClassVar[str] = "toy"
    search_fields = Activity.search_fields

    class Meta:
        verbose_name = "fontaine"
        verbose_name_plural = "fontaines"

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "toy/fountain.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return {**context, "activity": self, "preview": True}


class Wish(Contribution):
    """One wish."""

    class Meta:
        verbose_name = "vœu"
        verbose_name_plural = "vœux"
