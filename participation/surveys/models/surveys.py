"""The survey, and its questions as they were frozen when somebody began to answer."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.cms.fields import StreamField

from ... import rules as core
from ...eligibility import CHECKED
from ...models import Activity
from ..blocks import QuestionnaireBlock
from ..enums import Once, SurveyReason
from ..rules.composing import composed
from ..rules.questionnaire import Questionnaire, from_json


class Survey(Activity):
    """A questionnaire between two moments; its answers are nobody's."""

    mechanism_slug: ClassVar[str] = "surveys"
    frozen_terms: ClassVar[tuple[str, ...]] = (
        *core.FROZEN_TERMS,
        "questionnaire",
        "once",
        "results_live",
    )

    questionnaire = StreamField(
        QuestionnaireBlock(),
        blank=True,
        verbose_name=_("questionnaire"),
        help_text=_(
            "Frozen as soon as somebody begins to answer: words alone may then be corrected, in "
            "public."
        ),
    )
    once = models.CharField(
        _("one answer per person"),
        max_length=7,
        choices=Once.choices,
        default=Once.NONE,
        help_text=_(
            "The form says what it guarantees. By code: choose “code” or “list” and “each person "
            "takes part once” below."
        ),
    )
    results_live = models.BooleanField(
        _("figures are public while people answer"),
        default=False,
        help_text=_(
            "Otherwise they are public at closing. Shown by batches of answers, so that nobody’s "
            "is seen to arrive."
        ),
    )
    series = models.SlugField(
        _("series"),
        max_length=60,
        blank=True,
        help_text=_(
            "The same name for all the waves of a repeated survey: their results are compared, "
            "question by question, where the questions are the same."
        ),
    )
    wave = models.CharField(
        _("wave"), max_length=40, blank=True, help_text=_("For example: 2nd quarter of 2026.")
    )

    search_fields = Activity.search_fields

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        indexes = [models.Index(fields=["series"], name="survey_series")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(once__in=Once.values), name="survey_once_is_known"
            )
        ]
        permissions = [
            ("hold_surveys", "Can make kiosks, key in and compare questionnaires on paper"),
            ("export_answers", "Can export answers one by one"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Remarks are read and published; nobody ranks or debates what somebody answered.
        self.supports_allowed = self.comments_allowed = False
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        by_code = self.eligibility in CHECKED and self.eligibility_once
        if self.once == Once.CODE and not by_code:
            raise ValidationError({"once": SurveyReason.CODE_NOT_ASKED.label})

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("Page of the survey")), ("questions", _("All the questions"))]

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "surveys/print.html" if mode_name else "surveys/survey.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        at = timezone.now()
        shown = {"activity": self, "at": at, "state": self.state(at), "preview": True}
        asked = composed(self.questionnaire)
        return {**context, **shown, "questionnaire": asked, "amendments": []}


class QuestionnaireVersion(models.Model):
    """The questions as people answered them; a correction of words makes another version.

    Append-only: the database refuses to change or to delete one (frozen.py).
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("frozen on"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("questions as frozen")
        verbose_name_plural = _("questions as frozen")
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "number"], name="questionnaire_version_numbered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.number}"

    @property
    def questionnaire(self) -> Questionnaire:
        """The questions as plain values."""
        return from_json(self.definition)
