"""How an answer is prepared: who has to, by when, with which notes and ready-made words."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import Verdict
from .answers import ANSWER_LENGTH
from .contributions import Contribution


class Assignment(models.Model):
    """Who prepares the answer to a contribution, and by when."""

    # Whether the last action gave it to somebody new; not a column.
    is_news = False

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

    def is_overdue(self, on: date) -> bool:
        """Whether it should be prepared by now, and the city has not answered for good."""
        return bool(self.due_on and self.due_on < on and not self.contribution.answered_at)


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
