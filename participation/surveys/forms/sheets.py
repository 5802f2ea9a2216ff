"""A questionnaire on paper keyed in: every question at once, nothing needed."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.forms import DateInput
from django.utils.translation import gettext_lazy as _

from ...forms.eligibility import EligibilityMixin
from ..enums import QuestionKind, SurveyReason
from ..rules.questionnaire import Question
from .answering import QuestionsForm


def on_paper(questions: Iterable[Question]) -> list[Question]:
    """The questions as keyed in: any may have been left out; files are joined to the sheet."""
    return [replace(one, required=False) for one in questions if one.kind != QuestionKind.FILE]


class SheetForm(QuestionsForm):
    """The day on which a sheet came, and what is written on it."""

    received_on = forms.DateField(
        label=_("Received on"),
        help_text=_("The day it was given to the city, not the day you key it in."),
        widget=DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Give the day on which it was received.")},
    )


class CompareForm(EligibilityMixin, QuestionsForm):
    """What the first person keyed in, compared with the paper by another."""

    compared = forms.BooleanField(
        label=_("I compared every answer with the paper"),
        error_messages={"required": SurveyReason.NOT_COMPARED.label},
    )

    def __init__(self, *args: Any, activity: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_eligibility(activity)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.clean_eligibility()
        return cleaned
