"""After the vote: what the council decided, then milestones, news and money spent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import Realisation
from .budget import ParticipatoryBudget
from .projects import Project


class CouncilDecision(models.Model):
    """The deliberation that follows a vote, or departs from it and says why."""

    budget = models.OneToOneField(
        ParticipatoryBudget, on_delete=models.PROTECT, related_name="council_decision"
    )
    number = models.CharField(_("deliberation no."), max_length=60)
    decided_on = models.DateField(_("decided on"))
    follows = models.BooleanField(_("the council follows the vote"), default=True)
    reasons = models.TextField(_("reasons"), max_length=3000, blank=True)
    document_url = models.URLField(_("address of the deliberation"), blank=True)
    recorded_at = models.DateTimeField(_("recorded on"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("council decision")
        verbose_name_plural = _("council decisions")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(follows=True) | ~Q(reasons=""),
                name="council_departing_says_why",
                violation_error_message=_("When the council departs from the vote, say why."),
            )
        ]

    def __str__(self) -> str:
        return self.number


class ProjectMilestone(models.Model):
    """A dated step of an elected project."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(_("step"), max_length=120)
    planned_on = models.DateField(_("planned for"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("milestone of a project")
        verbose_name_plural = _("milestones of projects")
        ordering = ["project", "planned_on", "position", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class ProjectNews(models.Model):
    """Dated news of an elected project: its state, the money spent, a photo. Append-only."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="news")
    realisation = models.CharField(_("state"), max_length=9, choices=Realisation.choices)
    text = models.TextField(_("text"), max_length=2000)
    spent = models.PositiveBigIntegerField(_("spent so far (€)"), null=True, blank=True)
    image = models.ForeignKey(
        "cms.PortalImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(_("published on"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("news of a project")
        verbose_name_plural = _("news of projects")
        ordering = ["project", "-published_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.project_id}: {self.published_at:%Y-%m-%d}"
