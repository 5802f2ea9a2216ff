"""Panels of the admin forms of the room."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from .forms import CommitmentForm

commitment_panels = ObjectList(
    [
        FieldPanel("number"),
        FieldPanel("objective"),
        FieldPanel("wording"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("lead_department"),
                FieldPanel("period"),
                FieldRowPanel([FieldPanel("due_on"), FieldPanel("due_precision")]),
            ],
            heading=_("Who and when"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("status", read_only=True),
                FieldPanel("status_reason", read_only=True),
                FieldPanel("revised_due_on", read_only=True),
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
