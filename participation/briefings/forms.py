"""What is typed: a question, an opinion on clarity, the filters, the page in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_line, clean_text

from ..forms import ActivityForm
from ..forms.giving import SignedForm
from . import rules
from .enums import BriefingReason, Clarity
from .models import Briefing
from .queries import ANSWERED, WAITING, QuestionFilters


class QuestionForm(SignedForm, GuardedForm):
    """A question, its details, a signature and an address if one wishes."""

    field_order = ("title", "text", "display_name", "email")

    title = forms.CharField(
        label=_("Your question"),
        help_text=_("One question, in one sentence. 200 characters at most."),
        max_length=rules.QUESTION_MAXIMUM,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": rules.QUESTION_MAXIMUM}),
        error_messages={
            "required": _("Write your question, for example: Does the price change in January?"),
            "max_length": _(
                "Shorten the question: 200 characters at most, you wrote %(show_value)d. "
                "The rest may stand in the details. Nothing is lost."
            ),
        },
    )
    text = forms.CharField(
        label=_("Details"),
        help_text=_("What makes you ask. Public: do not name any person, nor your own situation."),
        required=False,
        max_length=rules.DETAILS_MAXIMUM,
        widget=forms.Textarea(attrs={"rows": 6, "data-count": rules.DETAILS_MAXIMUM}),
        error_messages={
            "max_length": _(
                "Shorten the details: 2,000 characters at most, you wrote %(show_value)d. "
                "Nothing is lost."
            ),
        },
    )

    def clean_title(self) -> str:
        title = clean_line(self.cleaned_data["title"])
        if len(title) < rules.QUESTION_MINIMUM:
            raise forms.ValidationError(
                _("Say a little more: 10 characters at least, you wrote %(length)d."),
                params={"length": len(title)},
            )
        return title

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])

    def question(self) -> dict[str, Any]:
        """What the action needs, under its own names."""
        names = ("title", "text", "display_name", "email")
        return {name: self.cleaned_data[name] for name in names}


class ClarityForm(GuardedForm):
    """Whether it was clear, and what was not."""

    field_order = ("opinion", "comment")

    opinion = forms.ChoiceField(
        label=_("Was this page clear?"),
        choices=Clarity.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the three answers."),
            "invalid_choice": _("Choose one of the three answers."),
        },
    )
    comment = forms.CharField(
        label=_("What was not clear, or what is missing"),
        help_text=_("Read by the team only, never published. Do not name any person."),
        required=False,
        max_length=rules.COMMENT_MAXIMUM,
        widget=forms.Textarea(attrs={"rows": 5, "data-count": rules.COMMENT_MAXIMUM}),
        error_messages={
            "max_length": _(
                "Shorten the text: 1,000 characters at most, you wrote %(show_value)d. "
                "Nothing is lost."
            ),
        },
    )

    def clean_comment(self) -> str:
        return clean_text(self.cleaned_data["comment"])


class QuestionFilterForm(forms.Form):
    """The filters of the list of questions; a value that is not offered is left out."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    etat = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All the questions")),
            (ANSWERED, _("Answered questions")),
            (WAITING, _("Questions without an answer yet")),
        ],
    )

    def filters(self) -> QuestionFilters:
        """What was asked, without what was not understood."""
        self.is_valid()
        asked = self.cleaned_data
        return QuestionFilters(clean_line(asked.get("q", "")), asked.get("etat", ""))


class BriefingForm(ActivityForm):
    """The page in the admin; a change of a public text says what is corrected, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Those of the last correction are in the log: the next one says its own.
        if not self.instance.has_unpublished_changes:
            for name in ("correction_what", "correction_why"):
                self.initial[name] = ""

    def _post_clean(self) -> None:
        super()._post_clean()
        if "action-publish" not in self.data and "action-submit" not in self.data:
            return
        live = Briefing.objects.filter(pk=self.instance.pk, live=True).first()
        if self.errors or live is None:
            return
        changed = rules.changed_texts(live.texts, self.instance.texts)
        what, why = self.instance.correction_what, self.instance.correction_why
        if not rules.may_publish_over(changed, what, why):
            for name, given in (("correction_what", what), ("correction_why", why)):
                if name in self.fields and not given.strip():
                    self.add_error(name, BriefingReason.CORRECTION_UNEXPLAINED.label)
