"""What the desk brings: kiosks, questionnaires on paper, who took answers away and why."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .surveys import Survey

IDLE_SHORTEST, IDLE_LONGEST = 30, 900


class Kiosk(models.Model):
    """A device on which people answer one after another, opened by its signed link."""

    survey = models.ForeignKey(
        Survey, verbose_name=_("survey"), on_delete=models.PROTECT, related_name="kiosks"
    )
    label = models.CharField(
        _("where it stands"), max_length=120, help_text=_("For example: reception, town hall.")
    )
    idle_seconds = models.PositiveSmallIntegerField(
        _("forgets what was begun after (seconds)"),
        default=120,
        validators=[MinValueValidator(IDLE_SHORTEST), MaxValueValidator(IDLE_LONGEST)],
        help_text=_("Longer where people need time: 300 seconds leave five minutes a page."),
    )
    made_at = models.DateTimeField(_("made on"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(_("switched off on"), null=True, blank=True)

    class Meta:
        verbose_name = _("kiosk")
        verbose_name_plural = _("kiosks")
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(idle_seconds__gte=IDLE_SHORTEST, idle_seconds__lte=IDLE_LONGEST),
                name="kiosk_forgets_in_time",
            )
        ]

    def __str__(self) -> str:
        return self.label


class SheetEntry(models.Model):
    """A questionnaire on paper, keyed in; counted once somebody else compared it with the paper."""

    wagtail_reference_index_ignore = True

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="sheets")
    # Written on the sheet by who keys it in, so that the other one finds it.
    number = models.PositiveIntegerField(_("number"))
    # Sealed until it is compared, then gone: what it says is in the answer.
    sealed = models.TextField(blank=True)
    received_on = models.DateField(_("received on"))
    keyed_at = models.DateTimeField(_("keyed in on"))
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    verified_at = models.DateTimeField(_("compared on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # How many fields the second person changed.
    corrected = models.PositiveSmallIntegerField(_("fields corrected"), default=0)

    class Meta:
        verbose_name = _("questionnaire on paper")
        verbose_name_plural = _("questionnaires on paper")
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_sheet_numbered_once"),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | Q(keyed_by__isnull=True)
                | ~Q(verified_by=F("keyed_by")),
                name="survey_sheet_compared_by_somebody_else",
                violation_error_message=_("Somebody else must compare what you keyed in."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.number}"


class AnswerExport(models.Model):
    """Who took answers away one by one, when, how many, which, and why. Append-only."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answer_exports")
    reason = models.CharField(_("reason"), max_length=400)
    # The short names of the questions that were taken.
    questions = models.JSONField(default=list)
    row_count = models.PositiveIntegerField(_("rows"))
    kind = models.CharField(_("format"), max_length=4)
    exported_at = models.DateTimeField(_("exported on"))
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("export of answers")
        verbose_name_plural = _("exports of answers")
        ordering = ["-exported_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="export_of_answers_gives_its_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} ({self.exported_at:%Y-%m-%d})"
