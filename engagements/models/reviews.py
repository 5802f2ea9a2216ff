"""The half-yearly review: opened for a period, written by the follow-up body, then frozen.

Once published, the database refuses any change of these rows (../frozen.py).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..enums import (
    CommitmentStatus,
    DatePrecision,
    DisplayState,
    Movement,
    PeriodNews,
    ReviewState,
)
from ..review_rules import news_in_period
from .commitments import Commitment
from .progress import CommitmentUpdate


class Review(models.Model):
    """A review of every commitment over a period; published once, never altered."""

    number = models.PositiveSmallIntegerField(_("number"))
    slug = models.SlugField(_("end of the address"), max_length=60)
    title = models.CharField(
        _("title"), max_length=120, help_text=_("For example: First half of 2026.")
    )
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    reports_due_on = models.DateField(_("reports expected by"))
    due_on = models.DateField(_("publication planned for"))
    state = models.CharField(
        _("state"), max_length=9, choices=ReviewState.choices, default=ReviewState.OPEN
    )
    introduction = models.TextField(_("introduction"), blank=True)
    agenda = models.TextField(_("agenda"), blank=True, help_text=_("One item a line."))
    minutes = models.TextField(_("minutes"), blank=True)
    meeting = models.ForeignKey(
        "engagements.BodyMeeting",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("meeting that adopted it"),
    )
    previous = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="next",
        verbose_name=_("previous review"),
    )
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opened by"),
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    signed_off_by = models.CharField(
        _("signed off by"),
        max_length=200,
        blank=True,
        help_text=_("A function, never a name: “Chair of the follow-up body”."),
    )
    canonical = models.TextField(_("canonical record"), blank=True, editable=False)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("half-yearly review")
        verbose_name_plural = _("half-yearly reviews")
        ordering = ["-number"]
        default_permissions = ("view",)
        permissions = [("conduct_review", "Can conduct the half-yearly reviews")]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="review_number_is_unique"),
            models.UniqueConstraint(
                fields=["slug"],
                name="review_slug_is_unique",
                violation_error_message=_("Another review has this address."),
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=ReviewState.OPEN),
                name="review_one_open_at_a_time",
                violation_error_message=_("A review is already open: publish it first."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReviewState.values), name="review_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="review_period_is_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.OPEN)
                | (
                    Q(published_at__isnull=False)
                    & ~Q(fingerprint="")
                    & ~Q(canonical="")
                    & ~Q(signed_off_by="")
                ),
                name="review_published_is_signed_and_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("engagements:review", args=[self.slug])

    @property
    def is_published(self) -> bool:
        """Whether it is frozen for good."""
        return self.state == ReviewState.PUBLISHED


class ReviewOpinion(models.Model):
    """What the follow-up body thinks of a priority, in this review."""

    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, related_name="opinions", verbose_name=_("review")
    )
    priority = models.ForeignKey(
        "engagements.PriorityPage",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("priority"),
    )
    text = models.TextField(_("opinion"))

    class Meta:
        verbose_name = _("opinion of the follow-up body")
        verbose_name_plural = _("opinions of the follow-up body")
        ordering = ["priority__number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["review", "priority"], name="review_one_opinion_per_priority"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="review_opinion_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} · {self.priority_id}"


class ReviewAttendance(models.Model):
    """Who took part in the review, by function."""

    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, related_name="attendance", verbose_name=_("review")
    )
    function = models.CharField(
        _("function"), max_length=150, help_text=_("A function, never a name.")
    )
    present = models.PositiveSmallIntegerField(_("present"), default=1)
    excused = models.PositiveSmallIntegerField(_("excused"), default=0)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["position", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["review", "function"],
                name="review_function_counted_once",
                violation_error_message=_("This function is already in the list."),
            ),
        ]

    def __str__(self) -> str:
        return self.function


class ReviewLine(models.Model):
    """A commitment as the review found it: every word copied, so that it stays as published."""

    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, related_name="lines", verbose_name=_("review")
    )
    commitment = models.ForeignKey(
        Commitment,
        on_delete=models.PROTECT,
        related_name="review_lines",
        verbose_name=_("commitment"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    wording = models.TextField(_("official wording"))
    priority_number = models.PositiveSmallIntegerField(_("number of the priority"))
    priority_name = models.CharField(_("priority"), max_length=255)
    objective = models.CharField(_("objective"), max_length=255)
    department = models.CharField(_("department in charge"), max_length=150, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=CommitmentStatus.choices)
    state = models.CharField(_("state shown"), max_length=12, choices=DisplayState.choices)
    status_reason = models.TextField(_("reason of the status"), blank=True)
    due_on = models.DateField(_("first due date"), null=True, blank=True)
    due_precision = models.CharField(max_length=5, choices=DatePrecision.choices)
    revised_due_on = models.DateField(_("new due date"), null=True, blank=True)
    revised_due_precision = models.CharField(max_length=5, choices=DatePrecision.choices)
    milestones_reached = models.PositiveSmallIntegerField(_("milestones reached"), default=0)
    milestones_total = models.PositiveSmallIntegerField(_("milestones"), default=0)
    update = models.ForeignKey(
        CommitmentUpdate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="review_lines",
        verbose_name=_("news received"),
    )
    reported_on = models.DateField(_("date of the news"), null=True, blank=True)
    text = models.TextField(_("what was done"), blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    author_function = models.CharField(_("function of the author"), max_length=150, blank=True)
    evidence = models.JSONField(_("evidence"), default=list)
    figures = models.JSONField(_("figures"), default=list)
    movement = models.CharField(
        _("since the previous review"), max_length=9, choices=Movement.choices
    )
    previous_state = models.CharField(
        _("state in the previous review"), max_length=12, choices=DisplayState.choices, blank=True
    )
    fingerprint = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
        verbose_name = _("line of a review")
        verbose_name_plural = _("lines of reviews")
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["review", "commitment"], name="review_one_line_per_commitment"
            ),
            models.UniqueConstraint(fields=["review", "number"], name="review_one_line_per_number"),
            models.CheckConstraint(
                condition=Q(update__isnull=True, reported_on__isnull=True, text="")
                | Q(update__isnull=False, reported_on__isnull=False),
                name="review_line_text_comes_from_news",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} · {self.number}"

    @property
    def has_update(self) -> bool:
        """Whether the department sent news in the period."""
        return self.update_id is not None

    @property
    def news(self) -> PeriodNews:
        """What the review found: news, none, or a commitment closed before the period."""
        return news_in_period(has_news=self.has_update, status_before=self.status)

    @property
    def is_silent(self) -> bool:
        """Whether the department owed news and sent none."""
        return self.news is PeriodNews.NONE
