"""The desk's forms about answers: assign, note, answer in number."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from engagements.models import Commitment, Department
from portal.accounts.models import User

from ..enums import AnswerOutcome
from ..models import AnswerTemplate, Contribution
from ..models.answers import ANSWER_LENGTH
from ..queries import answering
from ..wording import VERDICTS
from .answers import CountedText, SearchableChoices


class AssignmentForm(forms.Form):
    """Which department prepares the answer, who in it, and by when."""

    prefix = "assign"
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=True
    )
    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Told by mail. Leave empty to entrust it to the whole department."),
    )
    due_on = forms.DateField(
        label=_("To be prepared by"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Inside the city; the public date is the one that was announced."),
    )

    def __init__(self, *args: Any, contribution: Contribution | None = None, **kwargs: Any) -> None:
        assignment = getattr(contribution, "assignment", None)
        if assignment:
            kwargs["initial"] = {
                "department": assignment.department_id,
                "person": assignment.person_id,
                "due_on": assignment.due_on,
            }
        super().__init__(*args, **kwargs)
        departments = cast("forms.ModelChoiceField[Department]", self.fields["department"])
        departments.queryset = Department.objects.order_by("name")
        people = cast("forms.ModelChoiceField[User]", self.fields["person"])
        people.queryset = answering.people_who_answer()


class NoteForm(forms.Form):
    """A private note."""

    prefix = "note"
    text = forms.CharField(
        label=_("New note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read by officers and by those who prepare this answer. Never public."),
    )


class BulkAnswerForm(forms.Form):
    """One decision and its reasons for several ideas, with a word of its own for each."""

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the decision.")},
    )
    template = forms.ModelChoiceField(
        label=_("Template"),
        queryset=AnswerTemplate.objects.all(),
        required=False,
        help_text=_("Its words are used when no reasons are written below."),
    )
    text = forms.CharField(
        label=_("Reasons"), required=False, max_length=ANSWER_LENGTH, widget=CountedText
    )
    commitments: Any = forms.ModelMultipleChoiceField(
        label=_("Commitments they feed"),
        queryset=Commitment.objects.none(),
        required=False,
        widget=SearchableChoices,
        help_text=_("Added to those each answer already has."),
    )
    outcome = forms.ChoiceField(
        label=_("What becomes of these answers"),
        choices=AnswerOutcome.choices,
        widget=forms.RadioSelect,
        initial=AnswerOutcome.DRAFT,
    )

    def __init__(
        self, *args: Any, contributions: list[Contribution], may_publish: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contributions = contributions
        commitments = cast("forms.ModelChoiceField[Commitment]", self.fields["commitments"])
        commitments.queryset = Commitment.objects.order_by("number")
        outcomes = [
            choice
            for choice in AnswerOutcome.choices
            if may_publish or choice[0] != AnswerOutcome.PUBLISH
        ]
        cast("forms.ChoiceField", self.fields["outcome"]).choices = outcomes
        for contribution in contributions:
            self.fields[self.addition_name(contribution)] = forms.CharField(
                label=_("Added for: %(name)s") % {"name": contribution.say("number")},
                required=False,
                max_length=1500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @staticmethod
    def addition_name(contribution: Contribution) -> str:
        """The field of what is added for one idea."""
        return f"addition-{contribution.pk}"

    def lines(self) -> list[tuple[Contribution, forms.BoundField]]:
        """Each idea with its own field."""
        return [(one, self[self.addition_name(one)]) for one in self.contributions]

    def common_fields(self) -> list[forms.BoundField]:
        """The fields that hold for all."""
        return [self[name] for name in ("verdict", "template", "text", "commitments", "outcome")]

    def additions(self) -> dict[int, str]:
        """What is added for each idea."""
        return {one.pk: self.cleaned_data[self.addition_name(one)] for one in self.contributions}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        template, text = cleaned.get("template"), (cleaned.get("text") or "").strip()
        cleaned["text"] = text or (template.text if template else "")
        own = [cleaned.get(self.addition_name(one)) or "" for one in self.contributions]
        if len(cleaned["text"]) + max(map(len, own), default=0) + 2 > ANSWER_LENGTH:
            too_long = _("With what is added for one contribution, these reasons are too long.")
            self.add_error("text", too_long)
        public = cleaned.get("outcome") != AnswerOutcome.DRAFT
        if public and not cleaned["text"] and not all(own):
            self.add_error(
                "text", _("Write the reasons or choose a template: an answer gives its reasons.")
            )
        return cleaned
