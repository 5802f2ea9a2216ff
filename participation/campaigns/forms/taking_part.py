"""One press for a pledge, a quiz, an answer some weeks later, an address to be asked again."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_line, clean_text

from .. import rules
from ..enums import Kept


class PressForm(GuardedForm):
    """A form of one press: nobody is too fast for it; its number keeps it from counting twice."""

    def clean_token(self) -> str:
        token = super().clean_token()
        self._too_fast = False
        return token


class PledgeForm(PressForm):
    """The pledge whose button was pressed; the rules say whether it is proposed."""

    pledge = forms.CharField(
        max_length=16,
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose a pledge: press its button.")},
    )


class QuizForm(PressForm):
    """The questions of a quiz: radio buttons, or boxes where several answers are right."""

    def __init__(self, *args: Any, questions: Sequence[rules.Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for number, question in enumerate(questions, start=1):
            self.fields[f"q-{question.key}"] = _field(number, question)

    @property
    def rows(self) -> list[Any]:
        """The fields of the questions, in their order."""
        return [self[f"q-{question.key}"] for question in self.questions]

    @property
    def ticked(self) -> list[frozenset[int]]:
        """For each question, the places of the answers that were ticked."""
        found = []
        for question in self.questions:
            value = self.cleaned_data[f"q-{question.key}"]
            values = value if isinstance(value, list) else [value]
            found.append(frozenset(int(place) for place in values))
        return found


def _field(number: int, question: rules.Asked) -> forms.Field:
    choices = [(str(place), choice.text) for place, choice in enumerate(question.choices)]
    label = f"{number}. {question.text}"
    if question.takes_several:
        return forms.MultipleChoiceField(
            label=label,
            choices=choices,
            help_text=_("Several answers are right: tick all of them."),
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": _("Tick at least one answer."),
                "invalid_choice": _("Choose among the answers proposed."),
            },
        )
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an answer."),
            "invalid_choice": _("Choose among the answers proposed."),
        },
    )


class FollowUpForm(GuardedForm):
    """Whether it was kept up, and words about it if one wishes."""

    field_order = ("answer", "text", "display_name")

    answer = forms.ChoiceField(
        label=_("Did you keep it up?"),
        choices=Kept.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the three answers."),
            "invalid_choice": _("Choose one of the three answers."),
        },
    )
    text = forms.CharField(
        label=_("What helped you, or what stood in the way"),
        help_text=_("Read by the team, then published. Do not name any person."),
        required=False,
        max_length=rules.TESTIMONY_MAXIMUM,
        widget=forms.Textarea(attrs={"rows": 6, "data-count": rules.TESTIMONY_MAXIMUM}),
        error_messages={
            "max_length": _(
                "Shorten the text: 1,000 characters at most, you wrote %(show_value)d. "
                "Nothing is lost."
            ),
        },
    )
    display_name = forms.CharField(
        label=_("Signature"),
        help_text=_("Shown with your words, if there are any. Leave empty to sign “Anonymous”."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={"max_length": _("Shorten the signature: 80 characters at most.")},
    )

    def __init__(self, *args: Any, question: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if question:
            self.fields["answer"].label = question

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])

    def clean_display_name(self) -> str:
        return clean_line(self.cleaned_data["display_name"])

    def told(self) -> dict[str, Any]:
        """What the actions need, under their own names."""
        return {name: self.cleaned_data[name] for name in ("answer", "text", "display_name")}


class ReminderForm(GuardedForm):
    """An address to be written to once."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Expected format: name@domain.fr"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your address: the question is sent there."),
            "invalid": _("Check the address: it should look like name@domain.fr."),
        },
    )
