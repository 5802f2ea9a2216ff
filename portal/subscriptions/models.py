"""Who follows what, what happened, what is to be told to whom, and letters to subscribers."""

import hashlib
import secrets
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from portal.accounts.enums import Audience

from .enums import Frequency, LetterState
from .links import Handle, manage_token, stop_token

# What people read when they subscribed; a new wording of the notice gets a new name.
NOTICE_VERSION = "2026-11"
LETTER_FEATURES = ["bold", "italic", "h2", "ol", "ul", "link"]


def new_key() -> str:
    """A word that makes older links to a subscriber useless."""
    return secrets.token_hex(8)


class Subscriber(models.Model):
    """A person who follows something: an account, or an address proved by a link."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="subscriber",
    )
    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)
    frequency = models.CharField(
        _("frequency"), max_length=8, choices=Frequency.choices, default=Frequency.WEEKLY
    )
    link_key = models.CharField(max_length=16, default=new_key, editable=False)
    # The proof of consent: when, and under which wording of the notice.
    consented_at = models.DateTimeField(_("consented on"))
    notice_version = models.CharField(max_length=20, default=NOTICE_VERSION)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(email__isnull=True),
                name="subscriber_is_an_account_or_an_address",
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values), name="subscriber_frequency_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def address(self) -> str:
        """Where messages go; empty when the account is closed."""
        if self.user is None:
            return self.email or ""
        return self.user.email if self.user.is_active else ""

    def handle(self, topic: str = "") -> Handle:
        """What links about this subscriber carry."""
        return Handle(self.pk, self.link_key, topic)

    @property
    def manage_url(self) -> str:
        """The list of what they follow, by link."""
        return reverse("subscriptions:by_link", args=[manage_token(self.handle())])

    def stop_url(self, topic: str = "") -> str:
        """Where one press stops this topic, or everything."""
        return reverse("subscriptions:stop", args=[stop_token(self.handle(topic))])


class Subscription(models.Model):
    """One topic that somebody follows."""

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="subscriptions"
    )
    topic = models.CharField(_("topic"), max_length=80)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "topic"], name="subscription_once_a_topic"
            ),
            models.CheckConstraint(condition=~Q(topic=""), name="subscription_has_a_topic"),
        ]
        indexes = [models.Index(fields=["topic", "id"], name="subscription_by_topic")]

    def __str__(self) -> str:
        return self.topic


class Event(models.Model):
    """Something that happened, without a word of it: it is described when it is told.

    `cursor` and `topic_index` say how far a worker came in finding those who follow it.
    """

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    topics = models.JSONField(default=list)
    # Words of the city only: a verdict, a date.
    summary = models.CharField(max_length=250, blank=True)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.EVERYONE)
    # Keys of the addresses that are told by a mail of their own; forgotten once expanded.
    told = models.JSONField(default=list)
    happened_at = models.DateTimeField()
    dedup_key = models.CharField(max_length=120, unique=True)
    topic_index = models.PositiveSmallIntegerField(default=0)
    cursor = models.PositiveBigIntegerField(default=0)
    expanded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(
                fields=["id"], condition=Q(expanded_at__isnull=True), name="event_to_expand"
            ),
            models.Index(fields=["expanded_at"], name="event_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Digest(models.Model):
    """One message that told somebody something; one a person and period."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="digests")
    period = models.CharField(max_length=30)
    made_at = models.DateTimeField()
    notice_count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "period"], name="digest_once_a_person_and_period"
            ),
            models.CheckConstraint(condition=Q(notice_count__gt=0), name="digest_is_never_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber_id} {self.period}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions asked of what is to be told."""

    def due(self, at: datetime) -> Self:
        """To be told now."""
        return self.filter(settled_at__isnull=True, due_at__lte=at)


class Notice(models.Model):
    """One thing to tell one person; told once, whatever the number of topics it comes by."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notices")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="notices")
    topic = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    # When it was told, or left out because it was no longer to be read.
    settled_at = models.DateTimeField(null=True, blank=True)
    digest = models.ForeignKey(
        Digest, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "subscriber"], name="notice_once_a_person_and_event"
            ),
            models.CheckConstraint(
                condition=Q(digest__isnull=True) | Q(settled_at__isnull=False),
                name="notice_in_a_digest_is_settled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(settled_at__isnull=True),
                name="notice_next_to_tell",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.subscriber_id}"


class Letter(models.Model):
    """A message that the city writes to those who follow some topics."""

    subject = models.CharField(
        _("subject"), max_length=120, help_text=_("What the letter is about, in a few words.")
    )
    body = RichTextField(_("text"), features=LETTER_FEATURES)
    topics = models.JSONField(_("to those who follow"), default=list)
    state = models.CharField(
        _("state"), max_length=9, choices=LetterState.choices, default=LetterState.DRAFT
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(_("written on"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    starts_at = models.DateTimeField(_("first messages on"), null=True, blank=True)
    finished_at = models.DateTimeField(_("last message on"), null=True, blank=True)
    recipient_count = models.PositiveIntegerField(_("recipients"), default=0)
    topic_index = models.PositiveSmallIntegerField(default=0)
    cursor = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-written_at", "-pk"]
        permissions = [("send_letter", "Can send letters to subscribers")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=LetterState.values), name="letter_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[LetterState.DRAFT]) ^ Q(sent_at__isnull=False),
                name="letter_that_left_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def plain_text(self) -> str:
        """The text without its tags."""
        return strip_tags(self.body)

    @property
    def fingerprint(self) -> str:
        """Changes with each word and each topic: what is sent is what was looked at."""
        said: list[Any] = [self.pk, self.subject, self.body, sorted(self.topics)]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
