"""The call for ideas, and the idea."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from ..models import Activity, Contribution, Theme


class IdeaConsultation(Activity):
    """A call for ideas: drafted, previewed, scheduled and approved in the admin."""

    mechanism_slug: ClassVar[str] = "ideas"

    themes = ParentalManyToManyField(
        Theme, verbose_name=_("themes"), related_name="consultations", blank=True
    )

    search_fields = Activity.search_fields

    class Meta:
        verbose_name = _("call for ideas")
        verbose_name_plural = _("calls for ideas")

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("Page of the call")), ("form", _("Form"))]

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "ideas/contribute.html" if mode_name == "form" else "ideas/consultation.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        at = timezone.now()
        page = {"activity": self, "at": at, "state": self.state(at), "amendments": []}
        return {**context, **page, "preview": True}


class Idea(Contribution):
    """One idea given to a call."""

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
