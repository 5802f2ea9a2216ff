"""Answers, apart from who gave them; what is being typed; texts that wait to be read.

Three tables that share neither key nor hour: `Participation` knows that somebody answered,
`SurveyAnswer` what was answered, `SurveyDraft` what is being typed and goes with the sending.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ... import receipts
from ...models import Contribution
from ..enums import SurveyChannel
from .desk import Kiosk
from .surveys import QuestionnaireVersion, Survey


class SurveyAnswer(models.Model):
    """One answer, of nobody: a day, no hour, no account. The database refuses to change it.

    Its texts and files are remarks, moderated like any contribution.
    """

    wagtail_reference_index_ignore = True

    # Drawn at random: the order of answers says nothing.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers")
    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.PROTECT, related_name="+")
    receipt = models.CharField(_("receipt"), max_length=receipts.LENGTH, unique=True)
    # The fingerprint of the draft or form that sent it: sent again, it is recognised.
    form_digest = models.CharField(max_length=64, unique=True, editable=False)
    channel = models.CharField(_("received"), max_length=6, choices=SurveyChannel.choices)
    kiosk = models.ForeignKey(Kiosk, null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(_("answered on"))
    values = models.JSONField(default=dict)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    class Meta:
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        default_permissions = ()
        indexes = [models.Index(fields=["survey", "id"], name="survey_answer_listing")]
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=SurveyChannel.values), name="survey_answer_has_a_channel"
            )
        ]

    def __str__(self) -> str:
        return self.receipt_display

    @property
    def receipt_display(self) -> str:
        """The receipt as it is printed."""
        return receipts.display(self.receipt)

    @property
    def url(self) -> str:
        """The address of its receipt: that it is counted, never what it says."""
        mechanism = self.survey.mechanism
        receipt = self.receipt_display
        return mechanism.url(self.survey, "receipt", receipt=receipt) if mechanism else ""


class Participation(models.Model):
    """Somebody has answered a survey that takes one answer an account: a keyed hash, no more."""

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="participations")
    who_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("mark that an account answered")
        verbose_name_plural = _("marks that accounts answered")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "who_hash"],
                name="survey_answered_once_per_account",
                violation_error_message=_("This account has already answered."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}"


class SurveyDraft(models.Model):
    """An answer being typed, sealed: opened by its private link, or by the account it is of."""

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="drafts")
    # The fingerprint of the word in its private link: the database does not hold the link.
    key_digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    sealed = models.TextField()
    page = models.PositiveSmallIntegerField(default=1)
    updated_on = models.DateField(db_index=True)

    class Meta:
        verbose_name = _("answer being typed")
        verbose_name_plural = _("answers being typed")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "user"],
                condition=Q(user__isnull=False),
                name="survey_draft_one_per_account",
            )
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}"


class Remark(Contribution):
    """A text or files given in an answer: read by a moderator, then public, without a name."""

    # The short name of the question; its words are the title.
    question_code = models.CharField(_("question"), max_length=30)
    # Empty once answers were erased: the text stays as published.
    given_in = models.ForeignKey(
        SurveyAnswer, null=True, blank=True, on_delete=models.SET_NULL, related_name="remarks"
    )

    class Meta:
        verbose_name = _("remark in a survey")
        verbose_name_plural = _("remarks in surveys")
        indexes = [models.Index(fields=["question_code"], name="remark_of_question")]
