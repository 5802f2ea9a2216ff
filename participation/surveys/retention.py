"""The retention rules of surveys, as the daily erasure applies them."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.retention import rule

from .actions import erase_answers, erase_drafts

DRAFTS = rule(
    "surveys.drafts",
    _("Answers to surveys begun and not sent"),
    days="SURVEY_DRAFT_DAYS",
    erase=erase_drafts,
    order=98,
)
ANSWERS = rule(
    "surveys.answers",
    _("Answers to surveys that are over, one by one"),
    days="SURVEY_ANSWER_DAYS",
    erase=erase_answers,
    order=99,
)
