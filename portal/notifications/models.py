"""The outbox: mails written with the event they tell of, until a worker has handed them over."""

import hashlib
import hmac
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from .enums import MailState, Priority
from .registry import kind_label

# What says what a mail says; erased as soon as it is sent or cancelled.
BODY = {"to": "", "subject": "", "text": "", "html": "", "headers": {}, "about": [], "attached": []}


def address_key(email: str) -> str:
    """A name for an address, the same every day: by it a mail is found again, not its address."""
    return address_keys(email)[0]


def address_keys(email: str) -> list[str]:
    """The names of an address under the key of today and under those before it."""
    message = f"portal.outbox:{email.strip().lower()}".encode()
    secrets = [settings.SECRET_KEY, *map(force_str, settings.SECRET_KEY_FALLBACKS)]
    return [hmac.new(one.encode(), message, hashlib.sha256).hexdigest() for one in secrets]


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Questions asked of the outbox."""

    def waiting(self) -> Self:
        """Not sent, not given up."""
        return self.filter(state=MailState.WAITING)

    def free(self, at: datetime) -> Self:
        """Waiting, due, and in nobody's hands."""
        unheld = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
        return self.waiting().filter(unheld, due_at__lte=at)


class OutgoingMail(models.Model):
    """One mail to one address, as it will leave; a trace without a word of it afterwards."""

    kind = models.CharField(_("kind"), max_length=60)
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority.choices, default=Priority.USUAL
    )
    state = models.CharField(
        _("state"), max_length=9, choices=MailState.choices, default=MailState.WAITING
    )
    to = models.CharField(_("recipient"), max_length=254, blank=True)
    to_key = models.CharField(max_length=64, blank=True, db_index=True)
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    # Small files of words that leave with it, such as a date for a diary: name, kind, content.
    attached = models.JSONField(_("files"), default=list, blank=True)
    # The same at each try, so that a mail delivered twice is recognised as one.
    message_id = models.CharField(_("identifier of the message"), max_length=120, unique=True)
    # Given when the same thing must never be told twice.
    dedup_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    # For whom its content is meant, and whose account receives it: asked again before it leaves.
    audience = models.CharField(max_length=12, blank=True)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Keys of what it tells of, such as `commitment:12`: asked again too.
    about = models.JSONField(default=list)
    created_at = models.DateTimeField(_("written on"))
    due_at = models.DateTimeField(_("next try on"))
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    # When it was sent, given up or cancelled.
    settled_at = models.DateTimeField(_("settled on"), null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=250, blank=True)
    worker = models.CharField(max_length=60, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MailState.values), name="mail_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=MailState.WAITING) ^ Q(settled_at__isnull=True),
                name="mail_is_settled_once_it_waits_no_more",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MailState.SENT, MailState.CANCELLED])
                | Q(to="", subject="", text="", html=""),
                name="mail_keeps_no_word_once_sent",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "due_at", "id"],
                condition=Q(state=MailState.WAITING),
                name="mail_next_to_leave",
            ),
            models.Index(fields=["state", "settled_at"], name="mail_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def kind_label(self) -> str:
        """What it is, in the words of the admin."""
        return kind_label(self.kind)
