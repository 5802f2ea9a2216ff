"""Who may take part: lists and codes as keyed hashes, and the mark left on a contribution.

Nothing leads from a list or a code to what was given: neither key nor hour is shared.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..eligibility import Eligibility, RollKind
from .activities import Activity
from .contributions import Contribution


class Roll(models.Model):
    """The list of an activity: of what kind, how long, who brought it."""

    activity = models.OneToOneField(
        Activity, on_delete=models.CASCADE, primary_key=True, related_name="roll"
    )
    kind = models.CharField(_("kind"), max_length=7, choices=RollKind.choices)
    imported_at = models.DateTimeField(_("imported on"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("list of people")
        verbose_name_plural = _("lists of people")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.kind}"


class RollEntry(models.Model):
    """One line of a list, that nobody can read: it only recognises what is typed again."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="roll_entries")
    value_hash = models.CharField(max_length=64, editable=False)
    # The day only, and only where each person takes part once.
    used_on = models.DateField(_("used on"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of a list")
        verbose_name_plural = _("lines of lists")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "value_hash"], name="roll_entry_is_unique_in_activity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.pk}"


class EligibilityBatch(models.Model):
    """Codes printed together for an activity: where they go, how many."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="eligibility_batches"
    )
    label = models.CharField(_("where they go"), max_length=120)
    count = models.PositiveSmallIntegerField(_("codes"))
    made_at = models.DateTimeField(_("made on"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("cancelled on"), null=True, blank=True)

    class Meta:
        verbose_name = _("batch of codes")
        verbose_name_plural = _("batches of codes")
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=500),
                name="eligibility_batch_holds_1_to_500",
            )
        ]

    def __str__(self) -> str:
        return self.label


class EligibilityCode(models.Model):
    """One code on paper for an activity, known by its keyed hash only."""

    batch = models.ForeignKey(EligibilityBatch, on_delete=models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64, editable=False)
    used_on = models.DateField(_("used on"), null=True, blank=True)

    class Meta:
        verbose_name = _("code of eligibility")
        verbose_name_plural = _("codes of eligibility")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["code_hash"], name="eligibility_code_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class EligibilityMark(models.Model):
    """How the author of a contribution showed that they may take part, in the words they read."""

    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, primary_key=True, related_name="eligibility_mark"
    )
    eligibility = models.CharField(_("shown by"), max_length=8, choices=Eligibility.choices)
    condition = models.CharField(_("condition"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mark of eligibility")
        verbose_name_plural = _("marks of eligibility")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.eligibility}"
