"""Mails received for registers: each recognised, none lost."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..room_enums import MailProblem, MailState
from .inquiries import Inquiry
from .registers import Observation


def mail_name(instance: Any, filename: str) -> str:
    """A private place and a name nobody can guess."""
    return f"inquiries/mails/{secrets.token_hex(2)}/{secrets.token_urlsafe(18)}.eml"


class MailMessage(models.Model):
    """A mail that was fetched, and what became of it; written in the transaction that takes it."""

    inquiry = models.ForeignKey(Inquiry, null=True, on_delete=models.PROTECT, related_name="mails")
    # Of its own number and of what it says: the same mail is taken once, however often it comes.
    digest = models.CharField(max_length=64, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=MailState.choices)
    problem = models.CharField(_("why"), max_length=16, choices=MailProblem.choices, blank=True)
    received_at = models.DateTimeField(_("received on"))
    taken_at = models.DateTimeField(_("fetched on"))
    # Said of mails kept aside alone, until they are settled.
    sender = models.EmailField(_("from"), blank=True)
    recipients = models.CharField(_("to"), max_length=500, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    raw = models.FileField(_("mail"), upload_to=mail_name, max_length=200, blank=True)
    observation = models.ForeignKey(
        Observation, null=True, on_delete=models.PROTECT, related_name="mails"
    )
    settled_at = models.DateTimeField(_("settled on"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_note = models.CharField(_("what was done"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mail of a register")
        verbose_name_plural = _("mails of registers")
        ordering = ["-received_at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["inquiry", "received_at"],
                name="inquiry_mail_aside",
                condition=Q(state=MailState.ASIDE),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "digest"], name="inquiry_mail_taken_once_by_register"
            ),
            models.UniqueConstraint(
                fields=["digest"],
                condition=Q(inquiry__isnull=True),
                name="inquiry_mail_kept_aside_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=MailState.ASIDE) | ~Q(problem=""),
                name="inquiry_mail_aside_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.state}"
