"""What a text written together declares to the core."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from portal.decisions import ALLOWED, Decision, refuse

from ..enums import FINAL_VERDICTS, Level, Verdict
from ..mechanism import Mechanism
from .enums import CHANGES, DraftingReason

if TYPE_CHECKING:
    from ..models import Contribution


class DraftingMechanism(Mechanism):
    """A text amended paragraph by paragraph; each amendment gets a reasoned decision."""

    slug = "drafting"
    label = _("Text written together")
    icon = "file-text"
    levels = (Level.CO_CONSTRUCTION,)
    activity_model = "drafting.Drafting"
    contribution_model = "drafting.TextAmendment"
    urlconf = "participation.drafting.urls"
    invitation = _("Propose an amendment")
    processing = "drafting.amendments"
    verdicts = (
        Verdict.UNDER_STUDY,
        Verdict.RETAINED,
        Verdict.PARTLY,
        Verdict.DECLINED,
        Verdict.ANSWERED,
    )
    verdict_words = {
        Verdict.RETAINED: pgettext_lazy("amendment", "Adopted"),
        Verdict.PARTLY: pgettext_lazy("amendment", "Adopted in part"),
        Verdict.DECLINED: pgettext_lazy("amendment", "Rejected"),
    }
    own_texts = ("proposed",)
    desk_template = "drafting/admin/proposal.html"
    published_kind = "amendment_published"
    rows_name = "amendments"
    words = {
        "number": _("Amendment no. %(number)s"),
        "titled": _("Amendment no. %(number)s: %(title)s"),
        "grouped": _("Grouped under amendment no. %(number)s"),
        "answer_to": _("Decision on amendment no. %(number)s"),
        "answer_name": _("Decision on amendment no. %(number)s"),
        "page": _("See the public page of the amendment"),
        "until_done": _("From the amendment to what was done:"),
        "until_answer": _("From the amendment to the decision:"),
        "registered": _("Your amendment is registered"),
        "confirm": _("Confirm your amendment"),
        "confirm_again": _("Your amendment still waits for your confirmation"),
        "published": _("Your amendment is published"),
        "withdrawn": _("Your amendment is no longer public"),
        "refused": _("Your amendment was not published"),
        "answered": _("Decision on your amendment no. %(number)s"),
        "received": _("We received your amendment “%(title)s” to “%(call)s”."),
        "receipt": _("Your receipt number: %(receipt)s. It is enough to follow your amendment."),
        "is_public": _("Your amendment “%(title)s” is public, under the number %(number)s."),
        "was_public": _(
            "Your amendment “%(title)s” had been public; it was read again and withdrawn."
        ),
        "not_public": _("Your amendment “%(title)s” was read and not published."),
        "decided": _("About your amendment “%(title)s”, the drafting group decided:"),
        "asked_to_confirm": _(
            "This address was given with an amendment to “%(call)s”. Confirm it: the amendment is "
            "read after that."
        ),
        "its_receipt": _("Its receipt number: %(receipt)s. It is enough to follow the amendment."),
        "follow": _("Follow my amendment"),
        "why": _(
            "You receive this message because this address was given with an amendment. "
            "It serves for nothing else."
        ),
        "comment_on": _("Comment on this amendment"),
        "support_this": _("Support this amendment"),
        "you_support": _("You support this amendment"),
        "report_this": _("Report this amendment"),
        "back": _("Back to the amendment"),
    }

    def counted(self, count: int) -> str:
        """How many amendments and remarks there are, in words."""
        return ngettext("%(number)s amendment", "%(number)s amendments", count) % {"number": count}

    def open_label(self, count: int) -> str:
        return ngettext("%(count)s text to amend", "%(count)s texts to amend", count) % {
            "count": count
        }

    def may_answer(self, contribution: "Contribution", verdict: str) -> Decision:
        """A final word on an amendment repeats what the group decided on its own screen."""
        if verdict not in FINAL_VERDICTS:
            return ALLOWED
        amendments = apps.get_model(self.contribution_model or "").objects
        rows = amendments.filter(pk=contribution.pk).values_list("kind", "decision__outcome")
        for kind, outcome in rows:
            if kind in CHANGES:
                same = outcome == verdict
                return ALLOWED if same else refuse(DraftingReason.DECIDE_ON_DESK)
            answered = verdict == Verdict.ANSWERED
            return ALLOWED if answered else refuse(DraftingReason.REMARK_IS_ANSWERED)
        return ALLOWED
