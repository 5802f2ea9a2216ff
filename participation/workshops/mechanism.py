"""What workshops declare to the core."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..enums import Level
from ..mechanism import Mechanism, OpenRows


class WorkshopMechanism(Mechanism):
    """Meetings: people come, what is said is noted, minutes and decisions are public."""

    slug = "workshops"
    label = _("Workshop")
    icon = "users-three"
    levels = tuple(Level)
    activity_model = "workshops.Workshop"
    contribution_model = "workshops.MeetingNote"
    urlconf = "participation.workshops.urls"
    open_rows = (
        OpenRows(_("Meetings"), csv="meetings_csv", json="meetings_json", ics="diary"),
        OpenRows(_("Contributions noted in meetings"), csv="notes_csv", json="notes_json"),
    )
    invitation = _("Register")
    processing = "workshops.registrations"
    every_minute = ("run_workshops",)

    def open_label(self, count: int) -> str:
        return ngettext("%(count)s workshop", "%(count)s workshops", count) % {"count": count}
