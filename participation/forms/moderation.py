"""Forms of moderation: refuse with a reason, handle a report, contest, decide on an objection."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.guarded_forms import GuardedForm
from portal.plain_text import clean_text

from ..enums import CHARTER, QueueKind, RefusalReason
from ..models import Activity

_APPEAL_LENGTH = 1000


class CharterForm(forms.Form):
    """Something that may need a ground of the charter, each shown with what it means."""

    def reasons(self) -> Iterator[tuple[Any, Promise]]:
        """The choices of the reason, each with the explanation of the charter."""
        for option in self["reason"]:
            yield option, CHARTER[RefusalReason(option.data["value"])]


class RefusalForm(CharterForm):
    """Why a text is not published; its author reads both."""

    reason = forms.ChoiceField(
        label=_("Reason, from the charter"),
        choices=RefusalReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason: the author will read it.")},
    )
    note = forms.CharField(
        label=_("Explanation for the author"),
        help_text=_("Which passage, and what to change to be published. Up to 600 characters."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write an explanation: a reason alone helps nobody.")},
    )


class ReportOutcome(models.TextChoices):
    """What a moderator decides on a report."""

    WITHDRAW = "withdraw", _("The report is right: withdraw the text")
    KEEP = "keep", _("The text respects the charter: it stays public")


class PassagesForm(forms.Form):
    """Which of the words that were spotted are taken out of a text that stays."""

    passages = forms.MultipleChoiceField(
        label=_("Words that name or describe a person"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, found: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passages"].choices = [(each, each) for each in found]  # type: ignore[attr-defined]


class ReportForm(CharterForm):
    """Withdraw what was reported with a reason, or leave it with an answer."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=ReportOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the text is withdrawn or stays.")},
    )
    reason = forms.ChoiceField(
        label=_("Reason of the withdrawal, from the charter"),
        choices=RefusalReason.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label=_("Explanation for the author of the text"),
        help_text=_("Needed to withdraw: which passage, and what could be published instead."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answer = forms.CharField(
        label=_("Answer to who reported it"),
        help_text=_("Needed when the text stays: say why it respects the charter."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, already_refused: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.already_refused = already_refused

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome == ReportOutcome.KEEP and not cleaned.get("answer"):
            self.add_error("answer", _("Write an answer: who reported the text reads it."))
        if outcome == ReportOutcome.WITHDRAW and not self.already_refused:
            if not cleaned.get("reason"):
                self.add_error("reason", _("Choose the reason: the author will read it."))
            if not cleaned.get("note"):
                self.add_error("note", _("Write an explanation: a reason alone helps nobody."))
        return cleaned


class AppealOutcome(models.TextChoices):
    """What a moderator decides on a contested refusal."""

    PUBLISH = "publish", _("The author is right: publish the text")
    CONFIRM = "confirm", _("The refusal was right: it stays")


class AppealDecisionForm(forms.Form):
    """Whether a refusal stands, and why."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=AppealOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the text is published.")},
    )
    answer = forms.CharField(
        label=_("Answer to the author"),
        help_text=_("The reasons of your decision, whatever it is. The author reads them."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the answer: a decision without reasons is not one.")},
    )


class AppealForm(GuardedForm):
    """The author of a refused text says why it should be published."""

    text = forms.CharField(
        label=_("Why should your text be published?"),
        help_text=_("Say what was misunderstood. Up to 1,000 characters."),
        max_length=_APPEAL_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say in a few words why the refusal is wrong.")},
    )

    def clean_text(self) -> str:
        text = clean_text(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(_("Say in a few words why the refusal is wrong."))
        return text


class QueueFilterForm(forms.Form):
    """Which part of the queue to show; what is not known is left out."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", ""), *QueueKind.choices], required=False
    )
    activity: Any = forms.ModelChoiceField(
        label=_("Activity"),
        queryset=Activity.objects.none(),
        required=False,
        empty_label=pgettext_lazy("activities", "All"),
    )
    flagged = forms.BooleanField(label=_("Only those with personal data to check"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["activity"]
        field.queryset = Activity.objects.order_by("title")
