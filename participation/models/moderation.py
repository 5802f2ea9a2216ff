"""What moderators decide and what readers object: decisions, appeals, reports. Append-only."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import Moderation, RefusalReason
from .activities import Activity
from .comments import Comment
from .contributions import Contribution

# Exactly one of the two, for everything that is about a contribution or a comment.
ABOUT_ONE = Q(contribution__isnull=False, comment__isnull=True) | Q(
    contribution__isnull=True, comment__isnull=False
)


class ModerationDecision(models.Model):
    """One decision of a moderator, for the public register of counts, reasons and delays.

    Never changed: a decision taken back on appeal is a new row.
    """

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="moderation_decisions"
    )
    contribution = models.ForeignKey(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="moderation_decisions",
    )
    comment = models.ForeignKey(
        Comment,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="moderation_decisions",
    )
    # PUBLISHED or REFUSED.
    decision = models.CharField(_("decision"), max_length=11, choices=Moderation.choices)
    reason = models.CharField(_("reason"), max_length=20, choices=RefusalReason.choices, blank=True)
    # Public when it was decided: the text was withdrawn, or confirmed.
    was_public = models.BooleanField(default=False)
    on_appeal = models.BooleanField(default=False)
    on_report = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(_("sent on"))
    decided_at = models.DateTimeField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("moderation decision")
        verbose_name_plural = _("moderation decisions")
        indexes = [models.Index(fields=["activity", "decided_at"], name="decision_register")]
        constraints = [
            models.CheckConstraint(condition=ABOUT_ONE, name="decision_about_one_text"),
            models.CheckConstraint(
                condition=Q(decision__in=[Moderation.PUBLISHED, Moderation.REFUSED]),
                name="decision_publishes_or_refuses",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Moderation.REFUSED) | ~Q(reason=""),
                name="decision_refuses_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} ({self.decided_at:%Y-%m-%d})"


def about(subject: Contribution | Comment) -> dict[str, Any]:
    """The field that names a text, for a filter or a new row: `Report(**about(comment))`."""
    return {"contribution" if isinstance(subject, Contribution) else "comment": subject}


class AboutText(models.Model):
    """Something that is about one contribution or one comment."""

    class Meta:
        abstract = True

    @property
    def subject(self) -> Contribution | Comment:
        """The text it is about."""
        found: Any = getattr(self, "contribution", None) or getattr(self, "comment", None)
        text: Contribution | Comment = found
        return text

    @property
    def activity(self) -> Activity:
        """The activity in which it happens."""
        subject = self.subject
        text = subject.contribution if isinstance(subject, Comment) else subject
        return text.activity


class Appeal(AboutText):
    """An author contests a refusal; somebody else than who refused decides."""

    contribution = models.OneToOneField(
        Contribution,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="appeal",
    )
    comment = models.OneToOneField(
        Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="appeal"
    )
    text = models.TextField(_("what the author says"), max_length=1000)
    filed_at = models.DateTimeField(_("filed on"))
    upheld = models.BooleanField(_("the author was right"), null=True)
    answer = models.TextField(_("answer to the author"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.CheckConstraint(condition=ABOUT_ONE, name="appeal_about_one_text"),
            models.CheckConstraint(
                condition=Q(upheld__isnull=True, decided_at__isnull=True)
                | (Q(upheld__isnull=False, decided_at__isnull=False) & ~Q(answer="")),
                name="appeal_decided_with_its_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Report(AboutText):
    """A reader says that a public text breaks the charter."""

    contribution = models.ForeignKey(
        Contribution, null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=RefusalReason.choices)
    text = models.TextField(_("explanation"), max_length=1000, blank=True)
    # To acknowledge and to tell the outcome; erased with it.
    email = models.EmailField(_("e-mail address"), blank=True)
    form_token = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    filed_at = models.DateTimeField(_("filed on"))
    # True: the text was withdrawn. False: it stays. None: nobody decided yet.
    upheld = models.BooleanField(_("the text was withdrawn"), null=True)
    answer = models.TextField(_("answer to who reported"), max_length=1000, blank=True)
    handled_at = models.DateTimeField(_("handled on"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [
            models.Index(
                fields=["filed_at", "id"],
                name="report_to_handle",
                condition=Q(handled_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(condition=ABOUT_ONE, name="report_about_one_text"),
            models.UniqueConstraint(fields=["form_token"], name="report_form_sent_once"),
            models.CheckConstraint(
                condition=Q(upheld__isnull=True, handled_at__isnull=True)
                | Q(upheld__isnull=False, handled_at__isnull=False),
                name="report_outcome_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.filed_at:%Y-%m-%d})"


class ModerationDigest(models.Model):
    """The mail of one day to the moderators: noted, so that none leaves twice."""

    day = models.DateField(_("day of sending"))
    sent_at = models.DateTimeField(_("sent on"))
    waiting_count = models.PositiveIntegerField(_("waiting"))
    recipient_count = models.PositiveIntegerField(_("recipients"))

    class Meta:
        verbose_name = _("daily digest of moderation")
        verbose_name_plural = _("daily digests of moderation")
        constraints = [models.UniqueConstraint(fields=["day"], name="moderation_digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.waiting_count}"
