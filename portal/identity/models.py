"""Requests to reconnect an identity: ProConnect names an agent anew when their employer changes."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .enums import Outcome, ProviderId


class Reconnection(models.Model):
    """Somebody known by a new identifier asks for their former account; an administrator decides.

    `sub` is specific to each identity provider of ProConnect (donnees_fournies.md), and an e-mail
    address proves nothing: nobody is recognised by it.
    """

    provider = models.CharField(_("provider"), max_length=20, choices=ProviderId.choices)
    # Kept while the request waits, no longer.
    subject = models.CharField(_("identifier at the provider"), max_length=191, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account asked for"),
        on_delete=models.CASCADE,
        related_name="reconnections",
    )
    asked_at = models.DateTimeField(_("asked on"))
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.WAITING
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("identity to reconnect")
        verbose_name_plural = _("identities to reconnect")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "subject"],
                condition=models.Q(outcome=Outcome.WAITING),
                name="reconnection_waits_once",
                violation_error_message=_("This request is already waiting."),
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.WAITING, decided_at=None)
                | (~models.Q(outcome=Outcome.WAITING) & models.Q(decided_at__isnull=False)),
                name="reconnection_decided_on_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_provider_display()} {self.asked_at:%Y-%m-%d}"
