"""What happens around the register: extensions, documents filed, replies, tags, alerts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import DocumentKind, OpinionGiven, Step
from .inquiries import Inquiry
from .registers import Observation
from .stored import HashedFile


class Extension(models.Model):
    """A longer time, decided with its reasons by who leads the procedure; both dates are shown."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="extensions")
    from_moment = models.DateTimeField(_("announced end"))
    to_moment = models.DateTimeField(_("new end"))
    reason = models.TextField(_("why"), max_length=1_500)
    decided_at = models.DateTimeField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["decided_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(to_moment__gt=F("from_moment")), name="inquiry_extension_is_longer"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="inquiry_extension_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.to_moment:%Y-%m-%d}"


class Postponement(models.Model):
    """A later date for a step, asked for with its reasons and published."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="postponements")
    step = models.CharField(_("step"), max_length=10, choices=Step.choices)
    until = models.DateField(_("new date"))
    reason = models.TextField(_("why"), max_length=1_500)
    decided_at = models.DateTimeField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("postponement")
        verbose_name_plural = _("postponements")
        ordering = ["decided_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="postponement_says_why"),
            models.CheckConstraint(
                condition=Q(step__in=Step.values), name="postponement_step_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} – {self.until:%Y-%m-%d}"


class InquiryDocument(HashedFile):
    """A document filed by who leads the procedure, by the applicant or by the authority.

    Filed once, never replaced; it is public from its publication (DocumentPublication) on.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=11, choices=DocumentKind.choices)
    title = models.CharField(_("title"), max_length=200)
    opinion = models.CharField(
        _("opinion"), max_length=12, choices=OpinionGiven.choices, blank=True
    )
    filed_at = models.DateTimeField(_("filed on"))
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Its author and quality as they were, whatever becomes of the account.
    filed_as = models.CharField(_("filed by"), max_length=250)

    class Meta:
        verbose_name = _("document filed")
        verbose_name_plural = _("documents filed")
        ordering = ["filed_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values), name="inquiry_document_kind_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(kind=DocumentKind.CONCLUSIONS) & ~Q(opinion=""))
                | (~Q(kind=DocumentKind.CONCLUSIONS) & Q(opinion="")),
                name="inquiry_conclusions_conclude",
                violation_error_message=_("Say what the conclusions conclude."),
            ),
            models.CheckConstraint(
                condition=~Q(file="") & ~Q(sha256=""), name="inquiry_document_is_hashed"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """Its address, for everyone once it is published."""
        return self.inquiry.page("document", pk=self.pk, filename=self.file_name)


class DocumentPublication(models.Model):
    """That a document is public, since when: a fact that is never taken back."""

    document = models.OneToOneField(
        InquiryDocument, on_delete=models.PROTECT, primary_key=True, related_name="publication"
    )
    published_at = models.DateTimeField(_("published on"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("publication of a document")
        verbose_name_plural = _("publications of documents")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.document_id}: {self.published_at:%Y-%m-%d}"


class Tag(models.Model):
    """A theme by which whoever leads the procedure sorts observations; theirs alone."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="tags")
    name = models.CharField(_("theme"), max_length=80)

    class Meta:
        verbose_name = _("theme of observations")
        verbose_name_plural = _("themes of observations")
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "name"],
                name="inquiry_tag_named_once",
                violation_error_message=_("This theme already exists."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="inquiry_tag_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ObservationTag(models.Model):
    """An observation filed under a theme."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        verbose_name = _("observation under a theme")
        verbose_name_plural = _("observations under a theme")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "tag"], name="observation_tagged_once_by_theme"
            )
        ]

    def __str__(self) -> str:
        return f"{self.observation_id}: {self.tag_id}"


class ApplicantReply(models.Model):
    """What the applicant replies to an observation, or to all of a theme; public once given."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="replies")
    observation = models.ForeignKey(
        Observation, null=True, on_delete=models.PROTECT, related_name="replies"
    )
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    text = models.TextField(_("reply"), max_length=10_000)
    replied_at = models.DateTimeField(_("replied on"))
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    replied_as = models.CharField(_("replied by"), max_length=250)

    class Meta:
        verbose_name = _("reply of the applicant")
        verbose_name_plural = _("replies of the applicant")
        ordering = ["replied_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="applicant_reply_says_something"),
            models.CheckConstraint(
                condition=Q(observation__isnull=False) | ~Q(subject=""),
                name="applicant_reply_has_a_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.observation_id)


class AlertSent(models.Model):
    """That an alert about a due date was mailed: each date is recalled once, and once when late."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="alerts")
    step = models.CharField(max_length=10, choices=Step.choices)
    due_on = models.DateField()
    is_late = models.BooleanField(default=False)
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("alert sent")
        verbose_name_plural = _("alerts sent")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "step", "due_on", "is_late"], name="inquiry_alert_sent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.step} {self.due_on:%Y-%m-%d}"
