"""The activity that holds meetings, and what is noted in them."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...models import Activity, Contribution


class Workshop(Activity):
    """One meeting or eighty, under one promise; open from the first day to the last."""

    mechanism_slug: ClassVar[str] = "workshops"

    search_fields = Activity.search_fields

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        permissions = [
            ("hold_meetings", "Can see registrations, key in attendance and note what is said"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        # What is said in a meeting is noted, published and answered: never ranked.
        self.supports_allowed = self.comments_allowed = False
        super().save(*args, **kwargs)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("Page of the workshop"))]

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "workshops/workshop.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        at = timezone.now()
        page = {"activity": self, "at": at, "state": self.state(at), "amendments": []}
        return {**context, **page, "preview": True}


class MeetingNote(Contribution):
    """A question or an idea noted in a meeting, in the words of who said it, never the name."""

    meeting = models.ForeignKey(
        "workshops.Meeting",
        verbose_name=_("meeting"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notes",
    )

    class Meta:
        verbose_name = _("contribution noted in a meeting")
        verbose_name_plural = _("contributions noted in meetings")
