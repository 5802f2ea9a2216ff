"""The choice of two questions to cross."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..rules.questionnaire import Question

Pair = tuple[Question, Question]


class CrossForm(forms.Form):
    """A question, and by which other one; a pair that is not offered is left out."""

    question = forms.ChoiceField(label=_("Question"), required=False)
    par = forms.ChoiceField(label=_("By"), required=False)

    def __init__(self, *args: Any, pairs: list[Pair], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = pairs
        asked = {question.code: question.label for question, _by in pairs}
        by = {profile.code: profile.label for _question, profile in pairs}
        self.fields["question"].choices = list(asked.items())  # type: ignore[attr-defined]
        self.fields["par"].choices = list(by.items())  # type: ignore[attr-defined]

    def pair(self) -> Pair | None:
        """The two questions asked for; the first pair when none was; None for no pair."""
        if not self.is_bound:
            return self.pairs[0]
        self.is_valid()
        asked = (self.cleaned_data.get("question"), self.cleaned_data.get("par"))
        return next((pair for pair in self.pairs if (pair[0].code, pair[1].code) == asked), None)
