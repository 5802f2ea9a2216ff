"""What came of a campaign, as it was published, with the figures of that day. Append-only."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .campaigns import Campaign


class Outcome(models.Model):
    """One published outcome; a change is a row more, with its reason."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="outcomes")
    text = models.TextField(pgettext_lazy("campaign", "outcome"))
    reason = models.CharField(_("why the outcome changes"), max_length=300, blank=True)
    # As they were on that day: pledges, answers given later, quiz.
    figures = models.JSONField(_("figures"), default=dict)
    published_at = models.DateTimeField(_("published on"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("outcome of a campaign")
        verbose_name_plural = _("outcomes of campaigns")
        ordering = ["-published_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="outcome_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.published_at:%Y-%m-%d}"

    def parts(self, name: str) -> list[dict[str, Any]]:
        """The figures of one kind, as they were stored."""
        found: list[dict[str, Any]] = self.figures.get(name, [])
        return found
