"""The edition of a commitment."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..models import (
    Objective,
)


class CommitmentForm(WagtailAdminModelForm):
    """Edits a commitment; what only a progress report may change is shown, never edited."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        objectives = cast(forms.ModelChoiceField, self.fields["objective"])
        objectives.queryset = Objective.objects.select_related("priority")
        if self.instance.pk and self.instance.due_on:
            for name in ("due_on", "due_precision"):
                if name in self.fields:
                    self.fields[name].disabled = True
                    self.fields[name].help_text = _(
                        "Published: a new date is announced by reporting progress, "
                        "and the first one stays visible."
                    )
