"""What awareness campaigns declare to the core."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..enums import Level
from ..mechanism import Mechanism, OpenRows


class CampaignMechanism(Mechanism):
    """Messages and means to act; people pledge, learn, and tell later whether they kept it up."""

    slug = "campaigns"
    label = _("Awareness campaign")
    icon = "flag"
    levels = (Level.AWARENESS,)
    activity_model = "campaigns.Campaign"
    contribution_model = "campaigns.Testimony"
    urlconf = "participation.campaigns.urls"
    open_rows = (
        OpenRows(_("Figures of the campaign"), csv="figures_csv", json="figures_json"),
        OpenRows(_("Testimonies"), csv="open_csv", json="open_json"),
        OpenRows(_("Dates"), ics="diary"),
    )
    invitation = _("Take a pledge")
    processing = "campaigns.testimonies"
    verdicts = ()
    owes_answers = False
    every_minute = ("run_campaigns",)
    published_kind = "testimony_published"
    rows_name = "testimonies"
    takes_paper = True
    words = {
        "number": _("Testimony no. %(number)s"),
        "titled": _("Testimony no. %(number)s: %(title)s"),
        "grouped": _("Grouped under testimony no. %(number)s"),
        "page": _("See the public page of the testimony"),
        "verdict_late": _(
            "The outcome was promised by %(day)s. The verdict is not published yet: it is late."
        ),
        "expected_by": _("Outcome promised by %(day)s"),
        "registered": _("Your testimony is registered"),
        "published": _("Your testimony is published"),
        "withdrawn": _("Your testimony is no longer public"),
        "refused": _("Your testimony was not published"),
        "received": _("We received your testimony for “%(call)s”."),
        "receipt": _("Your receipt number: %(receipt)s. It is enough to follow your testimony."),
        "is_public": _("Your testimony is public, under the number %(number)s."),
        "was_public": _("Your testimony had been public; it was read again and withdrawn."),
        "not_public": _("Your testimony was read and not published."),
        "paper": _("Give your testimony on paper"),
        "paper_title": _("Your testimony in a few words"),
        "paper_text": _("Your testimony"),
        "paper_number": _(
            "This number is enough to follow your testimony. Read the code, or type the number at "
            "this address:"
        ),
        "paper_ask_number": _(
            "Ask for your number when you hand it in, and write it here: it is enough to follow "
            "your testimony, at this address:"
        ),
        "follow": _("Follow my testimony"),
        "why": _(
            "You receive this message because this address was given with a testimony. "
            "It serves for nothing else."
        ),
    }

    def counted(self, count: int) -> str:
        """How many testimonies there are, in words."""
        words = ngettext("%(number)s testimony", "%(number)s testimonies", count)
        return words % {"number": count}

    def open_label(self, count: int) -> str:
        words = ngettext("%(count)s awareness campaign", "%(count)s awareness campaigns", count)
        return words % {"count": count}
