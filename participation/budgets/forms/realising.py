"""Forms after the vote: the council's decision, steps and news of an elected project."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.images.widgets import AdminImageChooser

from portal.cms.models import PortalImage

from ..enums import Realisation
from ..models import CouncilDecision, Project, ProjectMilestone


class CouncilDecisionForm(forms.ModelForm[CouncilDecision]):
    """What the council decided; each elected project is adopted, or not and why."""

    document_url = forms.URLField(
        label=_("address of the deliberation"), required=False, assume_scheme="https"
    )

    class Meta:
        model = CouncilDecision
        fields = ["number", "decided_on", "follows", "reasons", "document_url"]
        widgets = {"decided_on": AdminDateInput, "reasons": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "number": {"required": _("Give the number of the deliberation.")},
            "decided_on": {"required": _("Give the day of the council.")},
        }

    def __init__(self, *args: Any, projects: Iterable[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projects = list(projects)
        for project in self.projects:
            self.fields[f"adopted_{project.pk}"] = forms.BooleanField(
                label=_("Adopted: %(project)s") % {"project": project}, required=False, initial=True
            )
            self.fields[f"reason_{project.pk}"] = forms.CharField(
                label=_("If it is not adopted, why: %(project)s") % {"project": project.title},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for project in self.projects:
            refused = not cleaned.get(f"adopted_{project.pk}")
            if refused and not cleaned.get(f"reason_{project.pk}", "").strip():
                self.add_error(
                    f"reason_{project.pk}", _("Say why the council does not adopt this project.")
                )
        departs = not cleaned.get("follows") or self.dropped()
        if departs and not cleaned.get("reasons", "").strip():
            self.add_error("reasons", _("When the council departs from the vote, say why."))
        return cleaned

    def _post_clean(self) -> None:
        """Leaves the row to the action, which checks and writes."""

    def facts(self) -> dict[str, Any]:
        """The deliberation itself."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def dropped(self) -> dict[int, str]:
        """The projects that the council does not adopt, with the reason."""
        return {
            one.pk: self.cleaned_data.get(f"reason_{one.pk}", "")
            for one in self.projects
            if not self.cleaned_data.get(f"adopted_{one.pk}")
        }


class MilestoneForm(forms.ModelForm[ProjectMilestone]):
    """A step to come."""

    class Meta:
        model = ProjectMilestone
        fields = ["title", "planned_on"]
        widgets = {"planned_on": AdminDateInput}


class ReachedForm(forms.Form):
    """When a step was reached."""

    milestone = forms.IntegerField(widget=forms.HiddenInput)
    reached_on = forms.DateField(label=_("Reached on"), required=False, widget=AdminDateInput)


class NewsForm(forms.Form):
    """News of an elected project: where it stands, what was done, money, a picture."""

    realisation = forms.ChoiceField(
        label=_("State"),
        choices=[choice for choice in Realisation.choices if choice[0] != Realisation.AWAITED],
    )
    text = forms.CharField(
        label=_("What was done, what comes next"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a sentence: it is published with the date.")},
    )
    spent = forms.IntegerField(label=_("Spent so far (€)"), required=False, min_value=0)
    image = forms.ModelChoiceField(
        label=_("Picture"),
        queryset=PortalImage.objects.all(),
        required=False,
        widget=AdminImageChooser,
        help_text=_("It needs a description, for those who do not see it."),
    )

    def clean_image(self) -> PortalImage | None:
        image: PortalImage | None = self.cleaned_data["image"]
        if image is not None and not image.description.strip():
            raise forms.ValidationError(
                _(
                    "This picture has no description. Add one in the list of pictures, then "
                    "choose it again."
                )
            )
        return image
