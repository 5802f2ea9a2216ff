"""The form by which answers are taken away one by one: why, which questions, which format."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.exporting import REASON_MAXIMUM
from ..enums import SurveyReason
from ..rules.moments import EXPORT_REASON_MINIMUM
from ..rules.questionnaire import Questionnaire


class AnswersForm(forms.Form):
    """The reason is kept with the name of who asks; others at the desk read it."""

    reason = forms.CharField(
        label=_("What the answers are for"),
        help_text=_(
            "For example: hand them to the laboratory that studies the survey. Kept with your "
            "name, and read by the other officers."
        ),
        min_length=EXPORT_REASON_MINIMUM,
        max_length=REASON_MAXIMUM,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": SurveyReason.EXPORT_REASON.label,
            "min_length": SurveyReason.EXPORT_REASON.label,
        },
    )
    questions = forms.MultipleChoiceField(
        label=_("Which questions"),
        help_text=_("Take only what you need: fewer columns, fewer people to recognise."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one question.")},
    )
    kind = forms.ChoiceField(
        label=_("Format"),
        choices=[("csv", "CSV"), ("ods", "ODS")],
        widget=forms.RadioSelect,
        initial="csv",
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, one.label) for one in questionnaire.questions()]
        field = self.fields["questions"]
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = [code for code, _label in choices]
