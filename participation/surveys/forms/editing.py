"""The survey in the admin; the words of frozen questions; the next wave; a kiosk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from ...forms import ActivityForm
from ...rules import is_frozen
from ..enums import SurveyReason
from ..models.desk import IDLE_LONGEST, IDLE_SHORTEST
from ..rules.questionnaire import Questionnaire, words_of

_LONG = 100


class SurveyForm(ActivityForm):
    """A survey in the admin; once somebody began to answer, its questions are not edited here."""

    frozen_words = _(
        "Frozen since somebody began to answer: it changes by a public amendment; words of "
        "questions by “Correct words”."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and is_frozen(self.instance):
            self.fields.pop("questionnaire", None)

    def _post_clean(self) -> None:
        super()._post_clean()
        asked = "questionnaire" in self.fields and not self.errors
        if asked and "action-publish" in self.data and not self.instance.questionnaire:
            self.add_error("questionnaire", SurveyReason.NO_QUESTIONS.label)


class WordsForm(forms.Form):
    """Every word of frozen questions, and why some are corrected."""

    reason = forms.CharField(
        label=_("Reason of the correction"),
        help_text=_("Public, with the date, beside the words as they were."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": SurveyReason.REASON_MISSING.label},
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in words_of(questionnaire).items():
            if text:
                self.fields[name] = _word_field(name, text)

    def words(self) -> dict[str, str]:
        """The words as they were left."""
        return {name: text for name, text in self.cleaned_data.items() if ":" in name}


def _word_field(name: str, text: str) -> forms.Field:
    """A word as it is, under what it is: “Choice 2 of accueil”."""
    parts = name.split(":")
    said = {"code": parts[0], "number": parts[-1], "page": parts[1]}
    labels: dict[str, Any] = {
        "title": _("Title of page %(page)s"),
        "introduction": _("Introduction of page %(page)s"),
        "label": _("Question “%(code)s”"),
        "hint": _("Help of “%(code)s”"),
        "choice": _("Choice %(number)s of “%(code)s”"),
        "row": _("Line %(number)s of “%(code)s”"),
    }
    kind = parts[2] if parts[0] == "page" else parts[1]
    long = forms.Textarea(attrs={"rows": 3}) if len(text) > _LONG else forms.TextInput()
    return forms.CharField(label=labels[kind] % said, initial=text, max_length=600, widget=long)


class WaveForm(forms.Form):
    """The next wave of a series: its name and its dates."""

    wave = forms.CharField(
        label=_("Name of the wave"), max_length=40, help_text=_("For example: 3rd quarter of 2026.")
    )
    opens_at = forms.DateTimeField(label=_("Opens on"), widget=AdminDateTimeInput)
    closes_at = forms.DateTimeField(label=_("Closes on"), widget=AdminDateTimeInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("The end must come after the beginning."))
        return cleaned


class KioskForm(forms.Form):
    """Where a kiosk stands, and how fast it forgets."""

    label = forms.CharField(
        label=_("Where the kiosk stands"),
        max_length=120,
        help_text=_("For example: reception, town hall."),
    )
    idle_seconds = forms.IntegerField(
        label=_("Forgets what was begun after (seconds)"),
        min_value=IDLE_SHORTEST,
        max_value=IDLE_LONGEST,
        initial=120,
        help_text=_("Longer where people need time: 300 seconds leave five minutes a page."),
    )
