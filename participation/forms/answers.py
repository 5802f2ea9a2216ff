"""Writing answers: the editor's form and its fields, one by one and in number."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from engagements.models import Commitment

from ..wording import VERDICTS


class CountedText(forms.Textarea):
    """A text that says how many characters are left."""

    template_name = "participation/admin/counted_text.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 10, **(attrs or {})})

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["participation/js/counted_text.js"])


class SearchableChoices(forms.CheckboxSelectMultiple):
    """Boxes to tick with a field above that keeps those in which some words stand.

    Without JavaScript the whole list is there. What is ticked always stays in sight.
    """

    template_name = "participation/admin/searchable_choices.html"

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["participation/js/searchable_choices.js"])


class AnswerTemplateForm(WagtailAdminModelForm):
    """A template serves several mechanisms: its decisions have the words of all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "verdict" in self.fields:
            self.fields["verdict"].choices = VERDICTS  # type: ignore[attr-defined]


class AnswerForm(WagtailAdminModelForm):
    """The answer in the editor; drafts may be incomplete, a public answer may not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "verdict" in self.fields:
            # No empty choice among radio buttons: nothing chosen says it.
            offered = self.instance.contribution.activity.verdicts
            contribution = self.instance.contribution
            choices = [(one.value, contribution.verdict_label(one)) for one in offered]
            self.fields["verdict"].choices = choices  # type: ignore[attr-defined]
            self.fields["verdict"].error_messages["required"] = _(
                "Choose the decision before publishing the answer."
            )
        if "text" in self.fields:
            self.fields["text"].error_messages["required"] = _(
                "Write the reasons: a decision without them is no answer."
            )
        if "commitments" in self.fields:
            commitments = Commitment.objects.order_by("number")
            self.fields["commitments"].queryset = commitments  # type: ignore[attr-defined]
            self.fields["commitments"].help_text = _(
                "The contribution will be shown on the page of each of them."
            )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        return text.strip()
