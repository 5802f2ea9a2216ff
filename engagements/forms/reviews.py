"""What the follow-up body types of a review; written through actions.reviews only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseFormSet, BoundField, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from ..actions import Present
from ..enums import ReviewRefusal
from ..models import PriorityPage, Review, ReviewAttendance, ReviewOpinion
from ..queries.reviews import meetings_to_choose, reviewed_priorities


class OpenReviewForm(forms.ModelForm):
    """Opens the review of a period; number, address and reminders follow from it."""

    due_on = forms.DateField(
        label=gettext_lazy("publication planned for"),
        widget=AdminDateInput(),
        required=False,
        help_text=gettext_lazy("Left empty: the day on which the city promised it."),
    )

    class Meta:
        model = Review
        fields = ["title", "starts_on", "ends_on", "due_on"]
        widgets = {"starts_on": AdminDateInput(), "ends_on": AdminDateInput()}

    # The action asks the rules, and the database keeps its own.
    def _post_clean(self) -> None:
        """Leave the model out: the review does not exist yet."""


class ReviewForm(forms.ModelForm):
    """The texts and dates of an open review."""

    class Meta:
        model = Review
        fields = [
            "title",
            "reports_due_on",
            "due_on",
            "introduction",
            "agenda",
            "minutes",
            "meeting",
        ]
        widgets = {
            "reports_due_on": AdminDateInput(),
            "due_on": AdminDateInput(),
            "introduction": forms.Textarea(attrs={"rows": 4}),
            "agenda": forms.Textarea(attrs={"rows": 4}),
            "minutes": forms.Textarea(attrs={"rows": 8}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings_to_choose()  # type: ignore[attr-defined]


def no_opinion() -> str:
    """Return the words that stand where the body gives no opinion, said on purpose."""
    return _("The follow-up body gives no opinion on this priority.")


@dataclass(frozen=True)
class OpinionFields:
    """The two fields of a priority: its opinion, or that there is none."""

    priority: PriorityPage
    text: BoundField
    none: BoundField


class OpinionsForm(forms.Form):
    """One opinion on each priority that is reviewed."""

    def __init__(self, data: Any = None, *, review: Review) -> None:
        super().__init__(data, prefix="opinions")
        self.priorities = reviewed_priorities()
        said = dict(ReviewOpinion.objects.filter(review=review).values_list("priority", "text"))
        for one in self.priorities:
            text = said.get(one.pk, "")
            none = text == no_opinion()
            name = _("Opinion on priority %(number)d: %(name)s")
            self.fields[f"text_{one.pk}"] = forms.CharField(
                label=name % {"number": one.number, "name": one.title},
                required=False,
                initial="" if none else text,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
            label = _("The body gives no opinion on priority %(number)d")
            self.fields[f"none_{one.pk}"] = forms.BooleanField(
                label=label % {"number": one.number}, required=False, initial=none
            )

    def pairs(self) -> Iterator[OpinionFields]:
        """Yield the fields of each priority, in its order."""
        for one in self.priorities:
            yield OpinionFields(one, self[f"text_{one.pk}"], self[f"none_{one.pk}"])

    def clean(self) -> dict[str, Any]:
        """An opinion and none at once contradict each other."""
        super().clean()
        for one in self.priorities:
            text = self.cleaned_data.get(f"text_{one.pk}", "")
            if text.strip() and self.cleaned_data.get(f"none_{one.pk}"):
                told = _("Write an opinion, or tick that there is none: not both.")
                self.add_error(f"text_{one.pk}", told)
        return self.cleaned_data

    def opinions(self) -> dict[PriorityPage, str]:
        """Return what a valid form says of each priority."""
        return {
            one: no_opinion()
            if self.cleaned_data[f"none_{one.pk}"]
            else self.cleaned_data[f"text_{one.pk}"]
            for one in self.priorities
        }


class AttendanceForm(forms.Form):
    """How many of a function took part."""

    function = forms.CharField(label=gettext_lazy("Function"), max_length=150, required=False)
    present = forms.IntegerField(
        label=gettext_lazy("Number present"), min_value=0, max_value=999, initial=1
    )
    excused = forms.IntegerField(
        label=gettext_lazy("Number excused"), min_value=0, max_value=999, initial=0
    )


_AttendanceFormSet = formset_factory(AttendanceForm, extra=3, max_num=200, validate_max=True)


def attendance_forms(data: Any = None, *, review: Review) -> BaseFormSet:
    """Return the rows of the attendance with three empty ones; an emptied function leaves."""
    known = ReviewAttendance.objects.filter(review=review)
    rows = [
        {"function": one.function, "present": one.present, "excused": one.excused} for one in known
    ]
    return _AttendanceFormSet(data, initial=rows, prefix="attendance")


def attendance_of(rows: BaseFormSet) -> list[Present]:
    """Return what valid rows say; those without a function say nothing."""
    told = [row.cleaned_data for row in rows if row.cleaned_data.get("function")]
    return [Present(one["function"], one["present"], one["excused"]) for one in told]


class PublishReviewForm(forms.Form):
    """Signs a review off and confirms that it can never be changed."""

    signed_off_by = forms.CharField(
        label=gettext_lazy("signed off by"),
        max_length=200,
        help_text=gettext_lazy("A function, never a name: “Chair of the follow-up body”."),
        error_messages={"required": ReviewRefusal.SIGN_OFF_MISSING.label},
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy(
            "I have read the preview. Once published, this review can never be changed nor deleted."
        ),
        error_messages={"required": ReviewRefusal.NOT_CONFIRMED.label},
    )
