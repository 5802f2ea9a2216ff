"""What regulated consultations declare to the core."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..enums import Level
from ..mechanism import Mechanism, OpenRows


class InquiryMechanism(Mechanism):
    """A procedure that the law governs; observations are kept as given, nobody ranks them."""

    slug = "inquiries"
    label = _("Regulated consultation")
    icon = "file-text"
    levels = (Level.CONSULTATION,)
    activity_model = "inquiries.Inquiry"
    urlconf = "participation.inquiries.urls"
    open_rows = (
        OpenRows(_("Observations"), csv="observations_csv", json="observations_json"),
        OpenRows(_("Dates"), ics="diary"),
    )
    invitation = _("Give my opinion")
    processing = "inquiries.register"
    rows_name = "observations"
    # Those named in a procedure check its dossier before it is published.
    own_door = "espace/"
    every_minute = ("read_inquiry_mail", "run_inquiries")

    def open_label(self, count: int) -> str:
        return ngettext(
            "%(count)s regulated consultation", "%(count)s regulated consultations", count
        ) % {"count": count}

    def counted(self, count: int) -> str:
        """How many observations there are, in words."""
        return ngettext("%(number)s observation", "%(number)s observations", count) % {
            "number": count
        }
