"""Forms of projects at the desk: keyed in, made of ideas, decided on, studied."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.images.widgets import AdminImageChooser

from ...models import Contribution
from ..enums import Criterion, ProjectStage
from ..models import FeasibilityStudy, ParticipatoryBudget, Project
from ..project_rules import Vote, may_edit_ballot, next_stages

WORDS = ("title", "summary", "text", "place", "district", "department", "image", "origin")


class ProjectForm(forms.ModelForm[Project]):
    """The words of a project, its place and its picture; its costs come from the study."""

    class Meta:
        model = Project
        fields = WORDS
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "text": forms.Textarea(attrs={"rows": 10}),
            "image": AdminImageChooser,
        }

    def __init__(self, *args: Any, budget: ParticipatoryBudget, vote: Vote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = budget.districts.all()  # type: ignore[attr-defined]
        for name in ("title", "district"):
            fault = may_edit_ballot(self.instance, vote, [name])
            if self.instance.pk and fault.reason is not None:
                self.fields[name].disabled = True
                self.fields[name].help_text = fault.reason.label

    def _post_clean(self) -> None:
        """Leaves the project alone: the action checks and writes."""

    def words(self) -> dict[str, Any]:
        """What the action writes."""
        return {name: self.cleaned_data[name] for name in WORDS if name in self.cleaned_data}


class NewProjectForm(ProjectForm):
    """A project keyed in: from a meeting, a school, a letter; it says where it comes from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origin"].required = True


class FromIdeasForm(ProjectForm):
    """One project made of public ideas of the call, whose authors are then asked."""

    ideas = forms.ModelMultipleChoiceField(
        queryset=Contribution.objects.none(),
        label=_("Ideas it comes from"),
        help_text=_("Their authors are asked by e-mail. The project is public once they agree."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one idea.")},
    )

    def __init__(self, *args: Any, ideas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["origin"]
        self.fields["ideas"].queryset = ideas  # type: ignore[attr-defined]
        self.order_fields(["ideas"])


class DecisionForm(forms.Form):
    """The next stage of a project, with the criterion and the words that everybody reads."""

    stage = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    criterion = forms.ChoiceField(
        label=_("Criterion"),
        choices=[("", "—"), *Criterion.choices],
        required=False,
        help_text=_("For a refusal or a grouping: the published ground."),
    )
    merged_into = forms.ModelChoiceField(
        queryset=Project.objects.none(),
        label=_("Group with"),
        required=False,
        help_text=_("Only to group it with another project."),
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Public, in plain words, for the person who had the idea."),
    )

    def __init__(self, *args: Any, project: Project, vote: Vote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [
            (one.value, one.label)
            for one in next_stages(project, vote)
            # The study decides on it, with what the author says of it.
            if one != ProjectStage.UNFEASIBLE
        ]
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]
        others = Project.objects.filter(budget_id=project.budget_id).exclude(pk=project.pk)
        self.fields["merged_into"].queryset = others.order_by("number")  # type: ignore[attr-defined]


class StudyForm(forms.ModelForm[FeasibilityStudy]):
    """What a department found: whether it can be built, at what cost, and why."""

    class Meta:
        model = FeasibilityStudy
        fields = (
            "is_feasible",
            "criterion",
            "cost",
            "yearly_cost",
            "department",
            "reasons",
            "changes",
        )
        widgets = {
            "reasons": forms.Textarea(attrs={"rows": 6}),
            "changes": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_feasible"):
            cleaned["criterion"] = ""
            if not cleaned.get("cost"):
                self.add_error("cost", _("A feasible project has a cost, in whole euros."))
        elif not cleaned.get("criterion"):
            self.add_error("criterion", _("Say on what ground it is not feasible."))
        return cleaned

    def _post_clean(self) -> None:
        """Leaves the study alone: the action checks and writes."""


class SendStudyForm(forms.Form):
    """Until when the author may answer."""

    answer_due_on = forms.DateField(
        label=_("Answer due by"),
        widget=AdminDateInput,
        help_text=_("The study is published after that day, with the answer or without one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer_due_on"].initial = timezone.localdate() + timedelta(days=14)

    def clean_answer_due_on(self) -> Any:
        day = self.cleaned_data["answer_due_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Leave the author at least one day."))
        return day


class RecordConsentForm(forms.Form):
    """The answer of an author, noted by an officer with how it was given."""

    accepted = forms.TypedChoiceField(
        label=_("Answer of the author"),
        choices=[("oui", _("Agrees")), ("non", _("Does not agree"))],
        coerce=lambda value: value == "oui",
        widget=forms.RadioSelect,
    )
    how = forms.CharField(
        label=_("How it was given"),
        max_length=300,
        help_text=_("By telephone, at the desk, by letter, and on which day. Not public."),
    )
