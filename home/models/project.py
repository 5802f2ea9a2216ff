"""The page that tells the project: history, actors, steering, resources."""

from itertools import groupby
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from engagements.enums import DatePrecision
from portal.cms.blocks import BodyBlock
from portal.cms.fields import StreamField
from portal.cms.models import BasePage

from .parts import TimelineEvent

LINES = _("One a line.")
YEAR = [MinValueValidator(1900), MaxValueValidator(2200)]


def _section_title(label: Any) -> models.CharField:
    return models.CharField(label, max_length=120, blank=True)


def _section_text(label: Any) -> models.TextField:
    return models.TextField(label, max_length=600, blank=True)


class ProjectPage(BasePage):
    """The project as a whole; facts have fields, the story has a body."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("Body"))
    started_year = models.PositiveSmallIntegerField(
        _("started in"), null=True, blank=True, validators=YEAR
    )
    programme_start = models.PositiveSmallIntegerField(
        _("first year of the programme"), null=True, blank=True, validators=YEAR
    )
    programme_end = models.PositiveSmallIntegerField(
        _("last year of the programme"), null=True, blank=True, validators=YEAR
    )
    ideas_collected = models.PositiveIntegerField(_("ideas collected"), null=True, blank=True)
    meetings_held = models.PositiveIntegerField(_("meetings held"), null=True, blank=True)
    forecast_year = models.PositiveSmallIntegerField(
        _("year of the population forecast"), null=True, blank=True, validators=YEAR
    )
    forecast_inhabitants = models.PositiveIntegerField(
        _("inhabitants forecast"), null=True, blank=True
    )

    steering_lead = models.CharField(_("who steers the project"), max_length=160, blank=True)
    steering_introduction = _section_text(_("introduction of the steering"))
    follow_up_title = _section_title(_("title of the section"))
    follow_up_introduction = _section_text(_("introduction"))
    follow_up_label = models.CharField(_("official name"), max_length=160, blank=True)
    follow_up_members = models.CharField(_("members"), max_length=250, blank=True)
    follow_up_duties = models.TextField(_("duties"), max_length=1200, blank=True, help_text=LINES)
    follow_up_meets_every_months = models.PositiveSmallIntegerField(
        _("months between two meetings"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    follow_up_publishes = models.CharField(_("what it publishes"), max_length=250, blank=True)
    follow_up_body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    department_projects_title = _section_title(_("title of the section"))
    department_projects_introduction = _section_text(_("introduction"))
    department_projects_revision_before = models.DateField(
        _("to be revised before"), null=True, blank=True
    )
    department_projects_revision_precision = models.CharField(
        _("known to the"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.MONTH,
    )
    department_projects_must_integrate = models.TextField(
        _("what they must integrate"), max_length=1200, blank=True, help_text=LINES
    )
    department_projects_body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    milestones_title = _section_title(_("title of the section"))
    milestones_introduction = _section_text(_("introduction"))
    milestones_note = _section_text(_("note"))
    resources_title = _section_title(_("title of the section"))
    resources_introduction = _section_text(_("introduction"))
    timeline_title = _section_title(_("title of the section"))
    timeline_introduction = _section_text(_("introduction"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        InlinePanel("goals", heading=_("Goals"), label=_("Goal")),
        InlinePanel("actors", heading=_("Actors"), label=_("Actor")),
        MultiFieldPanel(
            [
                FieldPanel("started_year"),
                FieldRowPanel([FieldPanel("programme_start"), FieldPanel("programme_end")]),
                FieldRowPanel(
                    [
                        FieldPanel(
                            "ideas_collected",
                            help_text=_("Shown to the public as “more than” this number."),
                        ),
                        FieldPanel("meetings_held"),
                    ]
                ),
                FieldRowPanel([FieldPanel("forecast_year"), FieldPanel("forecast_inhabitants")]),
            ],
            heading=_("Figures"),
            help_text=_("An empty figure is not shown."),
        ),
    ]
    timeline_panels: ClassVar[list[Any]] = [
        FieldPanel("timeline_title"),
        FieldPanel("timeline_introduction"),
        InlinePanel("events", heading=_("Dates"), label=_("Date")),
        MultiFieldPanel(
            [
                FieldPanel("milestones_title"),
                FieldPanel("milestones_introduction"),
                FieldPanel("milestones_note"),
                InlinePanel("milestones", heading=_("Common steps"), label=_("Step")),
            ],
            heading=_("Common steps"),
        ),
    ]
    steering_panels: ClassVar[list[Any]] = [
        FieldPanel("steering_lead"),
        FieldPanel("steering_introduction"),
        MultiFieldPanel(
            [
                FieldPanel("follow_up_title"),
                FieldPanel("follow_up_introduction"),
                FieldPanel("follow_up_label"),
                FieldPanel("follow_up_members"),
                FieldPanel("follow_up_duties"),
                FieldPanel("follow_up_meets_every_months"),
                FieldPanel("follow_up_publishes"),
                FieldPanel("follow_up_body"),
            ],
            heading=_("Follow-up body"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("department_projects_title"),
                FieldPanel("department_projects_introduction"),
                FieldRowPanel(
                    [
                        FieldPanel("department_projects_revision_before"),
                        FieldPanel("department_projects_revision_precision"),
                    ]
                ),
                FieldPanel("department_projects_must_integrate"),
                FieldPanel("department_projects_body"),
            ],
            heading=_("Projects of the departments"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("resources_title"),
                FieldPanel("resources_introduction"),
                InlinePanel("resources", heading=_("Resources"), label=_("Resource")),
            ],
            heading=_("Resources"),
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Project")),
            ObjectList(timeline_panels, heading=_("History and steps")),
            ObjectList(steering_panels, heading=_("Steering and resources")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
            ObjectList(BasePage.settings_panels, heading=_("Settings")),
        ]
    )

    class Meta:
        verbose_name = _("project page")
        verbose_name_plural = _("project pages")

    def searched_texts(self) -> list[str]:
        """Add the dates, actors, resources and the follow-up body to the searched words."""
        parts = [self.goals, self.actors, self.resources, self.milestones, self.events]
        labels = [str(part) for manager in parts for part in manager.all()]
        return [
            *super().searched_texts(),
            self.follow_up_label,
            self.follow_up_members,
            self.follow_up_duties,
            *labels,
        ]

    @property
    def has_figures(self) -> bool:
        """Whether there is at least one large figure to show."""
        programme = self.programme_start and self.programme_end
        forecast = self.forecast_year and self.forecast_inhabitants
        figures = (self.started_year, self.ideas_collected, self.meetings_held)
        return any([programme, forecast, *figures])

    @property
    def phases(self) -> list[tuple[str, list[TimelineEvent]]]:
        """The phases of the history in the order of the events, each with its own."""
        events = self.events.all()
        return [(phase, list(group)) for phase, group in groupby(events, key=lambda e: e.phase)]
