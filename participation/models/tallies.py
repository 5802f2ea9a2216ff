"""The figures of an activity, apart from its revisions (decision 0007)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ActivityTally(models.Model):
    """Counters of an activity, kept apart: publishing an old draft must never bring old ones back.

    Written in the transaction of what they count, and by actions only.
    """

    activity = models.OneToOneField(
        "participation.Activity", on_delete=models.CASCADE, primary_key=True, related_name="tally"
    )
    last_number = models.PositiveIntegerField(default=0)
    contribution_count = models.PositiveIntegerField(default=0)
    published_count = models.PositiveIntegerField(default=0)
    answered_count = models.PositiveIntegerField(default=0)
    merged_count = models.PositiveIntegerField(default=0)
    support_count = models.PositiveIntegerField(default=0)
    comment_count = models.PositiveIntegerField(default=0)
    # Facts of its life, here for the same reason: no old draft may bring them back.
    closed_at = models.DateTimeField(_("closing noted on"), null=True, blank=True)
    # When its terms froze by something else than a contribution: the opening of a ballot box.
    frozen_at = models.DateTimeField(_("terms frozen on"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived on"), null=True, blank=True)

    class Meta:
        verbose_name = _("figures of an activity")
        verbose_name_plural = _("figures of activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(published_count__lte=F("contribution_count"))
                & Q(answered_count__lte=F("published_count")),
                name="tally_adds_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.published_count}/{self.contribution_count}"
