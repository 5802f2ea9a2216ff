"""The follow-up body: its page, its members, its meetings, and the rhythm the city promised."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from portal.cms.blocks import BodyBlock
from portal.cms.fields import StreamField
from portal.cms.models import BasePage

from .departments import Department


class FollowUpBodyPage(BasePage):
    """What the follow-up body is, who sits in it, when it meets, how to join it."""

    max_count = 1
    subpage_types: list[str] = []

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("Body"))
    seeks_volunteers = models.BooleanField(
        _("call for volunteers"),
        default=False,
        help_text=_("Shows the call on this page and on the commitments."),
    )
    call = models.TextField(
        _("words of the call"),
        blank=True,
        max_length=600,
        help_text=_("Who may join, how much time it takes, what one learns."),
    )
    call_ends_on = models.DateField(_("last day of the call"), null=True, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("seeks_volunteers"), FieldPanel("call"), FieldPanel("call_ends_on")],
            heading=_("Call for volunteers"),
        ),
    ]

    class Meta:
        verbose_name = _("page of the follow-up body")
        verbose_name_plural = _("pages of the follow-up body")


class BodyMember(models.Model):
    """Somebody who sits in the follow-up body; the name is shown only with consent."""

    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=150)
    department = models.ForeignKey(
        Department,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    leads = models.BooleanField(_("leads the body"), default=False)
    joined_on = models.DateField(_("joined on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)
    consented_at = models.DateTimeField(
        _("agreed to be named on"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("member of the follow-up body")
        verbose_name_plural = _("members of the follow-up body")
        ordering = ["-leads", "function", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="body_member_leaves_after_joining",
                violation_error_message=_("The day of leaving comes before the day of joining."),
            ),
        ]

    def __str__(self) -> str:
        return self.function


class BodyMeeting(models.Model):
    """A meeting of the follow-up body: when, where, what about, and what was said."""

    slug = models.SlugField(_("end of the address"), max_length=60)
    title = models.CharField(_("title"), max_length=150)
    starts_at = models.DateTimeField(_("begins at"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    agenda = models.TextField(_("agenda"), blank=True, help_text=_("One item a line."))
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("minutes as a document"),
    )
    attendance = models.TextField(
        _("attendance"),
        blank=True,
        help_text=_("By function, one a line: “Sports department: 2”."),
    )
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    is_public = models.BooleanField(
        _("published"), default=True, help_text=_("Untick while it is being prepared.")
    )

    class Meta:
        verbose_name = _("meeting of the follow-up body")
        verbose_name_plural = _("meetings of the follow-up body")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                name="body_meeting_slug_is_unique",
                violation_error_message=_("Another meeting has this address."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("engagements:meeting", args=[self.slug])


@register_setting(icon="date")
class FollowUpSettings(BaseSiteSetting):
    """How often the body reviews the commitments, and who is reminded when."""

    every_months = models.PositiveSmallIntegerField(
        _("months between two reviews"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text=_("The public page says so when the next review is late."),
    )
    reports_days = models.PositiveSmallIntegerField(
        _("days to report before the publication"),
        default=21,
        validators=[MaxValueValidator(120)],
    )
    first_reminder_days = models.PositiveSmallIntegerField(
        _("first reminder, days before reports are due"), default=30
    )
    last_reminder_days = models.PositiveSmallIntegerField(
        _("last reminder, days before reports are due"), default=7
    )
    escalation_days = models.PositiveSmallIntegerField(
        _("escalation, days after reports were due"), default=7
    )
    escalation_email = models.EmailField(
        _("address that hears of late reports"),
        blank=True,
        help_text=_("A shared mailbox, for example that of the general management."),
    )

    panels = [
        FieldPanel("every_months"),
        FieldPanel("reports_days"),
        MultiFieldPanel(
            [FieldPanel("first_reminder_days"), FieldPanel("last_reminder_days")],
            heading=_("Reminders to departments"),
        ),
        MultiFieldPanel(
            [FieldPanel("escalation_days"), FieldPanel("escalation_email")],
            heading=_("When reports are late"),
        ),
    ]

    class Meta:
        verbose_name = _("rhythm of the reviews")


class ReviewReminder(models.Model):
    """A reminder that left, so that none leaves twice."""

    review = models.ForeignKey(
        "engagements.Review", on_delete=models.PROTECT, related_name="reminders"
    )
    department = models.ForeignKey(
        Department, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=12)
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("reminder of a review")
        verbose_name_plural = _("reminders of reviews")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["review", "department", "kind"], name="review_reminder_sent_once"
            ),
            models.UniqueConstraint(
                fields=["review", "kind"],
                condition=Q(department__isnull=True),
                name="review_escalation_sent_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} · {self.kind}"
