"""The process: activities and plain milestones told as one story, and the index of them all."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from portal.cms.blocks import BodyBlock
from portal.cms.fields import StreamField
from portal.cms.french_dates import date_range
from portal.cms.models import BasePage

from .activities import Activity


class ProcessIndexPage(BasePage):
    """The list of the processes."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = ["participation.ProcessPage"]

    class Meta:
        verbose_name = _("index of processes")
        verbose_name_plural = _("indexes of processes")


class ProcessPage(BasePage):
    """Several activities told as one story, from the first step to the results."""

    subpage_types: ClassVar[list[str]] = []

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("Body"))
    department = models.ForeignKey(
        "engagements.Department",
        verbose_name=_("department in charge"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    priorities = ParentalManyToManyField(
        "engagements.PriorityPage",
        blank=True,
        related_name="+",
        verbose_name=_("priorities it serves"),
    )
    commitments = ParentalManyToManyField(
        "engagements.Commitment",
        blank=True,
        related_name="+",
        verbose_name=_("commitments it feeds"),
        help_text=_("Those that answers to its contributions are linked to are added by itself."),
    )
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        InlinePanel("steps", heading=_("Steps"), label=_("Step")),
        FieldPanel("body"),
        FieldPanel("department"),
        FieldPanel("priorities", widget=forms.CheckboxSelectMultiple),
        FieldPanel("commitments", widget=forms.CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        # Wagtail indexes a page as soon as its own row is written: before its steps are.
        index.insert_or_update_object(self)

    def searched_texts(self) -> list[str]:
        """Add the milestones to the searched words.

        Never the activities: some are for agents, and each is found on its own by who may read it.
        """
        milestones = [step for step in self.steps.all() if step.activity_id is None]
        words = [text for step in milestones for text in (step.title, step.text)]
        return [*super().searched_texts(), *words]


class ProcessStep(Orderable):
    """One step of a process: an activity, which tells the rest itself, or a plain milestone."""

    page = ParentalKey(ProcessPage, on_delete=models.CASCADE, related_name="steps")
    activity = models.ForeignKey(
        Activity,
        verbose_name=_("call or consultation"),
        null=True,
        blank=True,
        # With its activity, a step has nothing left to tell; clusters know no other way than this.
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Its title, dates and figures are shown by themselves."),
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("text"), max_length=600, blank=True)
    starts_on = models.DateField(_("date or beginning"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)
    period_label = models.CharField(
        _("period, in words"),
        max_length=80,
        blank=True,
        help_text=_(
            "Said instead of the dates. A step without dates is finished once a later one begins."
        ),
    )
    result_label = models.CharField(
        _("label of the link"),
        max_length=120,
        blank=True,
        help_text=_("By default, the title of what it leads to."),
    )
    result_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    result_document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    import_key = models.CharField(max_length=80, blank=True, editable=False)

    panels: ClassVar[list[Any]] = [
        FieldPanel("activity"),
        MultiFieldPanel(
            [
                FieldPanel("title"),
                FieldPanel("text"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("period_label"),
            ],
            heading=_("Or a milestone"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("result_page"),
                FieldPanel("result_document"),
                FieldPanel("result_label"),
            ],
            heading=_("What came out of the milestone"),
            help_text=_("A page or a document, not both."),
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("step of a process")
        verbose_name_plural = _("steps of processes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False, title="")
                | (Q(activity__isnull=True) & ~Q(title="")),
                name="process_step_is_activity_or_milestone",
                violation_error_message=_(
                    "A step is either an activity or a milestone with its title."
                ),
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=True)
                | Q(
                    text="",
                    starts_on__isnull=True,
                    ends_on__isnull=True,
                    period_label="",
                    result_label="",
                    result_page__isnull=True,
                    result_document__isnull=True,
                ),
                name="process_step_activity_tells_the_rest",
                violation_error_message=_(
                    "An activity tells its own text, dates and results: leave these fields "
                    "empty, or add a milestone."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="process_step_ends_after_it_starts",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(result_page__isnull=True) | Q(result_document__isnull=True),
                name="process_step_has_one_result",
                violation_error_message=_("Choose either a page or a document."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.activity or "")

    @property
    def dates(self) -> str:
        """When a milestone takes place, in words, or nothing."""
        if self.period_label or self.starts_on is None:
            return self.period_label
        return date_range(self.starts_on, self.ends_on or self.starts_on)
