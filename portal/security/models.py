"""What happened to the security of the portal, and what browsers blocked."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SecurityEvent(models.Model):
    """One thing an auditor may ask about: who did what, when; identifiers only, never content."""

    at = models.DateTimeField(_("moment"), db_index=True)
    event = models.CharField(_("event"), max_length=80)
    # Forgotten with the account; what was done stays.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("done by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.event}"


class PolicyReport(models.Model):
    """Something that browsers blocked, counted: which rule, from where, on which kind of page."""

    directive = models.CharField(_("rule"), max_length=40)
    blocked = models.CharField(_("blocked"), max_length=120)
    page = models.CharField(_("page"), max_length=200)
    count = models.PositiveIntegerField(_("times"), default=0)
    first_at = models.DateTimeField(_("first seen"))
    last_at = models.DateTimeField(_("last seen"), db_index=True)

    class Meta:
        verbose_name = _("browser report")
        verbose_name_plural = _("browser reports")
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "blocked", "page"], name="policy_report_counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.directive} {self.blocked} {self.page}"
