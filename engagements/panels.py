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
from .queries.reporting import to_do


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
        MultiFieldPanel(
            [
                FieldPanel("wording"),
                FieldPanel("wording_reason"),
                FieldRowPanel([FieldPanel("decision_label"), FieldPanel("decision_url")]),
            ],
            heading=_("Official wording"),
            help_text=_("Every former wording stays readable, with the reason of the change."),
        ),
        FieldPanel("summary"),
        FieldPanel("plain_language"),
        MultiFieldPanel(
            [
                FieldPanel("lead_department"),
                FieldPanel("associated_departments", widget=forms.CheckboxSelectMultiple),
                FieldPanel("referent"),
                FieldPanel("period"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("starts_precision")]),
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


class ReportsPanel(Component):
    """What waits for somebody about reports: to approve, to write, to take up again."""

    name = "reports_to_do"
    template_name = "engagements/admin/reports_panel.html"
    order = 55

    def __init__(self, user: Any, index_url: str, report_url: Callable[[Commitment], str]) -> None:
        self.user = user
        self.index_url = index_url
        self.report_url = report_url

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        todo = to_do(self.user, timezone.now())
        returned = [(draft, self.report_url(draft.commitment)) for draft in todo.returned]
        return {"todo": todo, "returned": returned, "url": self.index_url}
