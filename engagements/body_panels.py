"""Panels of the admin about the follow-up body: forms of members and meetings, home page."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.components import Component

from .forms.body import BodyMemberForm
from .queries.reminders import departments_awaited
from .queries.rhythm import rhythm

member_panels = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel("function"), FieldPanel("department"), FieldPanel("leads")],
            heading=_("Shown in public"),
        ),
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("account")],
            heading=_("Shown only with consent"),
            help_text=_(
                "The name is shown in public only once the member’s consent is recorded (button "
                "in the list). It is erased one year after they left."
            ),
        ),
        FieldRowPanel([FieldPanel("joined_on"), FieldPanel("left_on")]),
    ],
    base_form_class=BodyMemberForm,
)
meeting_panels = ObjectList(
    [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("place")]),
        FieldPanel("agenda"),
        MultiFieldPanel(
            [
                FieldPanel("minutes"),
                FieldPanel("minutes_document"),
                FieldPanel("attendance"),
            ],
            heading=_("After the meeting"),
            help_text=_("No name in the minutes: functions only."),
        ),
        MultiFieldPanel(
            [FieldPanel("is_public"), FieldPanel("is_cancelled")],
            heading=_("Publication"),
            help_text=_("A cancelled meeting stays on the page, with the word “cancelled”."),
        ),
    ]
)


class RhythmPanel(Component):
    """Where the reviews stand, on the home page of the admin of those who conduct them."""

    name = "review_rhythm"
    template_name = "engagements/admin/rhythm.html"
    order = 58

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        found = rhythm(timezone.now())
        awaited = departments_awaited(found.open) if found.open else []
        return {"rhythm": found, "awaited": awaited}
