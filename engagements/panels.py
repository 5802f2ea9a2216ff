"""Panels of the admin of the room: the form of a commitment, the home page."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.components import Component

from .forms import CommitmentForm
from .models import Commitment
from .queries import commitments_followed, reported_by, silent_commitments


class KnownPanel(FieldPanel):
    """A read-only field, shown only when it holds something."""

    class BoundPanel(FieldPanel.BoundPanel):
        """The field of one commitment."""

        def is_shown(self) -> bool:
            """Say whether there is anything to show."""
            return super().is_shown() and bool(self.value_from_instance)


commitment_panels = ObjectList(
    [
        FieldPanel("number"),
        FieldPanel("objective"),
        FieldPanel("wording"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("lead_department"),
                FieldPanel("associated_departments", widget=forms.CheckboxSelectMultiple),
                FieldPanel("period"),
                FieldRowPanel([FieldPanel("due_on"), FieldPanel("due_precision")]),
            ],
            heading=_("Who and when"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("status", read_only=True),
                FieldPanel("status_reason", read_only=True),
                KnownPanel("revised_due_on", read_only=True),
            ],
            heading=_("Progress"),
            help_text=_("The status changes only by reporting progress (button in the list)."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("axes", widget=forms.CheckboxSelectMultiple),
                FieldPanel("values", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Axes and values"),
        ),
    ],
    base_form_class=CommitmentForm,
)


class SilentPanel(Component):
    """Which commitments are late or without news, on the home page of the admin."""

    name = "silent_commitments"
    template_name = "engagements/admin/silent.html"
    order = 60

    def __init__(self, user: Any, index_url: str, report_url: Callable[[Commitment], str]) -> None:
        self.user = user
        self.index_url = index_url
        self.report_url = report_url

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        theirs = reported_by(commitments_followed(), self.user)
        silent = silent_commitments(timezone.now(), theirs)
        return {
            "silent": silent,
            "lines": [(row, self.report_url(row.commitment)) for row in silent.rows],
            "url": self.index_url,
        }
