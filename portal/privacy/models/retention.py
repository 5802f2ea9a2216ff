"""What the daily erasure did, rule by rule, and who was warned that an account will go."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class RetentionRun(models.Model):
    """One run of the erasure; a run without end was stopped on its way."""

    started_at = models.DateTimeField(_("started"), db_index=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    dry_run = models.BooleanField(_("only counted"), default=False)
    # Nobody when a scheduled command ran it.
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("run of the erasure")
        verbose_name_plural = _("runs of the erasure")
        ordering = ["-started_at", "-pk"]
        permissions = [
            ("view_processing_register", "Can read and export the register of processings"),
            ("run_retention", "Can erase data whose time has passed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="retention_run_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    @property
    def total(self) -> int:
        """How many things it erased, or counted."""
        return sum(line.count for line in self.lines.all())

    @property
    def has_failed(self) -> bool:
        """Whether one of its rules could not be applied."""
        return any(line.failed for line in self.lines.all())


class RetentionLine(models.Model):
    """What one rule did in a run."""

    run = models.ForeignKey(RetentionRun, on_delete=models.CASCADE, related_name="lines")
    rule = models.CharField(_("rule"), max_length=80)
    count = models.PositiveIntegerField(_("things"), default=0)
    failed = models.BooleanField(_("failed"), default=False)

    class Meta:
        verbose_name = _("rule of a run")
        verbose_name_plural = _("rules of a run")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "rule"], name="retention_rule_once_a_run")
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.count}"


class InactivityWarning(models.Model):
    """Somebody was told that their unused account will be erased."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inactivity_warning"
    )
    warned_at = models.DateTimeField(_("warned on"))

    class Meta:
        verbose_name = _("warning before an account goes")
        verbose_name_plural = _("warnings before an account goes")

    def __str__(self) -> str:
        return f"{self.user_id} ({self.warned_at:%Y-%m-%d})"
