"""What authors said: whether their idea may become a project, what they think of its study."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...models import Contribution
from .projects import FeasibilityStudy, Project


class IdeaConsent(models.Model):
    """Whether the author of an idea lets it become a project, asked by mail or noted by an officer.

    An idea stands among those of its project only while its author agrees.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="consents")
    idea = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("asked on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted = models.BooleanField(_("the author agrees"), null=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    # When an officer wrote the answer down: how it was given. Never public.
    how = models.CharField(_("how the answer was given"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent of an author")
        verbose_name_plural = _("consents of authors")
        ordering = ["project", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["project", "idea"],
                name="project_asks_once_for_an_idea",
                violation_error_message=_("The author of this idea is already asked."),
            ),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, answered_at__isnull=True)
                | Q(accepted__isnull=False, answered_at__isnull=False),
                name="project_consent_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(accepted=True, accepted__isnull=False),
                name="project_consent_taken_back_was_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.idea_id}"

    @property
    def holds(self) -> bool:
        """Whether its author agrees now."""
        return bool(self.accepted) and self.withdrawn_at is None


class StudyAnswer(models.Model):
    """What one author says of the study of their project before it is published with it."""

    study = models.ForeignKey(FeasibilityStudy, on_delete=models.PROTECT, related_name="answers")
    idea = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="+")
    agrees = models.BooleanField(_("the author agrees"))
    text = models.TextField(_("answer of the author"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered on"))

    class Meta:
        verbose_name = _("answer to a study")
        verbose_name_plural = _("answers to studies")
        ordering = ["study", "answered_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["study", "idea"],
                name="study_answered_once_by_an_author",
                violation_error_message=_("You have already answered."),
            ),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(text=""),
                name="objection_to_a_study_says_why",
                violation_error_message=_("Say what you object to."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study_id}: {self.idea_id}"
