"""What surveys declare to the core."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..enums import Level, Verdict
from ..mechanism import Mechanism, OpenRows


class SurveyMechanism(Mechanism):
    """A questionnaire; answers are counted, texts read then published, results shown as charts."""

    slug = "surveys"
    label = _("Survey")
    icon = "list"
    # Level 3 opens to everybody's own words only, by the law (product.md §2).
    levels = (Level.AWARENESS, Level.CONCERTATION, Level.CO_CONSTRUCTION)
    activity_model = "surveys.Survey"
    contribution_model = "surveys.Remark"
    urlconf = "participation.surveys.urls"
    open_rows = (
        OpenRows(_("Results"), csv="results_csv", json="results_json", when_closed=True),
        OpenRows(_("Codes of the answers"), csv="codebook", when_closed=True),
        OpenRows(_("Published texts"), csv="open_csv", json="open_json"),
    )
    invitation = _("Answer the survey")
    processing = "surveys.answers"
    published_kind = "remark_published"
    rows_name = "remarks"
    verdicts = (Verdict.UNDER_STUDY, Verdict.ANSWERED)
    words = {
        "number": _("Remark no. %(number)s"),
        "titled": _("Remark no. %(number)s: %(title)s"),
        "grouped": _("Grouped under remark no. %(number)s"),
        "answer_to": _("Answer of the city to remark no. %(number)s"),
        "answer_name": _("Answer to remark no. %(number)s"),
        "page": _("See the public page of the remark"),
        "until_done": _("From the remark to what was done:"),
        "until_answer": _("From the remark to the answer:"),
        "registered": _("Your remark is registered"),
        "confirm": _("Confirm your remark"),
        "confirm_again": _("Your remark still waits for your confirmation"),
        "published": _("Your remark is published"),
        "withdrawn": _("Your remark is no longer public"),
        "refused": _("Your remark was not published"),
        "answered": _("The city answered your remark no. %(number)s"),
        "received": _("We received your remark “%(title)s” in “%(call)s”."),
        "receipt": _("Its number: %(receipt)s. It is enough to follow your remark."),
        "is_public": _("Your remark “%(title)s” is public, under the number %(number)s."),
        "was_public": _(
            "Your remark “%(title)s” had been public; it was read again and withdrawn."
        ),
        "not_public": _("Your remark “%(title)s” was read and not published."),
        "decided": _("To your remark “%(title)s”, the city answered:"),
        "asked_to_confirm": _("This address was given with a remark in “%(call)s”. Confirm it."),
        "its_receipt": _("Its number: %(receipt)s. It is enough to follow the remark."),
        "follow": _("Follow my remark"),
        "why": _(
            "You receive this message because this address was given with a remark. "
            "It serves for nothing else."
        ),
    }

    def counted(self, count: int) -> str:
        """How many texts are published, in words."""
        return ngettext("%(number)s remark", "%(number)s remarks", count) % {"number": count}

    def open_label(self, count: int) -> str:
        return ngettext("%(count)s survey", "%(count)s surveys", count) % {"count": count}
