"""The official answer: who prepares it, by when, its drafts, and the answer itself."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from ..enums import Verdict
from .contributions import Contribution

ANSWER_LENGTH = 4000


class Answer(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """What the city says of a contribution, and why: drafted, approved, then published.

    What the public reads is the live row; `Contribution.verdict` repeats it for lists.
    """

    contribution = models.OneToOneField(
        Contribution,
        on_delete=models.CASCADE,
        related_name="answer",
        verbose_name=_("contribution"),
    )
    verdict = models.CharField(_("decision"), max_length=14, choices=Verdict.choices)
    text = models.TextField(
        _("reasons"),
        max_length=ANSWER_LENGTH,
        help_text=_("What the city does, when, or by which criterion it does not. Public."),
    )
    department = models.ForeignKey(
        "engagements.Department",
        verbose_name=_("who answers"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    commitments = ParentalManyToManyField(
        "engagements.Commitment",
        verbose_name=_("commitments it feeds"),
        blank=True,
        related_name="+",
    )
    # When a final verdict was first published; None for a draft or an interim word.
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    # When the published text last changed after that, shown to the public.
    corrected_at = models.DateTimeField(_("corrected on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.CheckConstraint(
                condition=Q(live=False) | ~Q(text=""), name="answer_gives_its_reasons"
            ),
            models.CheckConstraint(
                condition=Q(live=False)
                | Q(verdict=Verdict.UNDER_STUDY)
                | Q(answered_at__isnull=False),
                name="answer_final_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} ({self.contribution})"


class Assignment(models.Model):
    """Who prepares the answer to a contribution, and by when."""

    contribution = models.OneToOneField(
        Contribution, on_delete=models.CASCADE, related_name="assignment"
    )
    department = models.ForeignKey(
        "engagements.Department",
        verbose_name=_("department"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="answer_assignments",
    )
    # Inside the city; the public date is the activity's.
    due_on = models.DateField(_("to be prepared by"), null=True, blank=True)
    assigned_at = models.DateTimeField(_("assigned on"))
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        indexes = [models.Index(fields=["department", "due_on"], name="assignment_by_department")]

    def __str__(self) -> str:
        return f"{self.contribution} → {self.department}"


class PrivateNote(models.Model):
    """What officers tell each other about a contribution; never public, never exported openly."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="private_notes"
    )
    text = models.TextField(_("note"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(_("written on"))

    class Meta:
        verbose_name = _("private note")
        verbose_name_plural = _("private notes")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class AnswerTemplate(models.Model):
    """Words to begin an answer with; the reasons of each idea are added by hand."""

    title = models.CharField(_("title"), max_length=120, unique=True)
    verdict = models.CharField(_("decision"), max_length=14, choices=Verdict.choices)
    text = models.TextField(_("reasons"), max_length=ANSWER_LENGTH)

    class Meta:
        verbose_name = _("answer template")
        verbose_name_plural = _("answer templates")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
