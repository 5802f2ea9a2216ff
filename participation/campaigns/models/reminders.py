"""An address to ask again some weeks later: kept apart from every pledge, erased after."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .campaigns import Campaign


def new_secret() -> str:
    """What a mailed link proves, drawn once: the number of a row alone would be guessed."""
    return secrets.token_urlsafe(16)


class Reminder(models.Model):
    """One address for one campaign. It knows nothing of what was pledged, nor whether anything."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="reminders")
    email = models.EmailField(_("e-mail address"))
    secret = models.CharField(max_length=32, default=new_secret, editable=False)
    # Days, no hours: nobody is recognised by the moment of a pledge.
    asked_on = models.DateField(_("left on"))
    is_confirmed = models.BooleanField(_("confirmed"), default=False)
    is_sent = models.BooleanField(_("question sent"), default=False)

    class Meta:
        verbose_name = _("address to ask again")
        verbose_name_plural = _("addresses to ask again")
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["campaign"],
                condition=Q(is_confirmed=True, is_sent=False),
                name="reminder_to_send",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "email"], name="reminder_once_per_address_and_campaign"
            ),
            models.CheckConstraint(
                condition=Q(is_confirmed=True) | Q(is_sent=False),
                name="reminder_sent_only_once_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
