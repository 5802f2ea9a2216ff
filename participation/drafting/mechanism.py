"""What a text written together declares to the core."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from portal.decisions import ALLOWED, Decision, refuse

from ..enums import FINAL_VERDICTS, Level, Verdict
from ..mechanism import Mechanism, OpenRows
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
    open_rows = (OpenRows(_("Amendments and decisions"), csv="open_csv", json="open_json"),)
    invitation = _("Propose an amendment")
    processing = "drafting.amendments"
    verdicts = (
        Verdict.UNDER_STUDY,
        Verdict.ANSWERED,
        Verdict.RETAINED,
        Verdict.PARTLY,
        Verdict.DECLINED,
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
        "support_asked": _(
            "You asked to support the amendment “%(title)s” in “%(call)s”. Follow this link, then "
            "press “Support this amendment”: your support counts from then on."
        ),
        "support_why": _(
            "You receive this message because this address was given to support an amendment. It "
            "serves for nothing else."
        ),
        "published_under": _("Everybody can read it under the amendment."),
        "read_under": _(
            "The team in charge reads it, then publishes it under the amendment. If you left an "
            "address, you are told what was decided."
        ),
        "supported_once": _(
            "Each person supports an amendment once: that is why we ask for an e-mail address. We "
            "send a link to it, and your support counts once you have followed it."
        ),
        "one_press": _(
            "One press is enough: each person supports an amendment once, and may take the support "
            "back while the text is open to amendments."
        ),
        "read_first": _("Read the amendment first"),
        "press_again": _("You support this amendment. Press again to take your support back."),
        "agents_support": _("Only city agents support the amendments to this text."),
        "agents_comment": _("Only city agents comment on the amendments to this text."),
        "all_comments": _("All the comments of this amendment"),
        "other_link": _(
            "It is incomplete, or it was made for another amendment. Copy it whole from the "
            "message."
        ),
        "what_breaks": _(
            "Tell us what breaks the charter. A moderator looks at it and decides whether the text "
            "stays; disagreeing with an amendment is no reason to withdraw it."
        ),
        "support_titled": _("Support amendment no. %(number)s: %(title)s"),
        "supported_titled": _(
            "Supported: amendment no. %(number)s, %(title)s. Take my support back"
        ),
        "comments_closed": _("Comments have been closed since %(day)s, the end of the amendments."),
        "step_sent": pgettext_lazy("amendment", "Sent"),
        "step_read": pgettext_lazy("amendment", "Read and published"),
        "step_to_read": pgettext_lazy("amendment", "Read, then published"),
        "step_refused": pgettext_lazy("amendment", "Read, not published"),
        "step_withdrawn": pgettext_lazy("amendment", "Withdrawn by its author"),
        "step_supported": pgettext_lazy("amendment", "Supported"),
        "step_answer": _("Decision or answer"),
        "step_linked": pgettext_lazy("amendment", "Linked to a commitment"),
        "step_linked_to": pgettext_lazy("amendment", "Linked to commitment no. %(commitment)s"),
        "retained": pgettext_lazy("amendment", "Adopted"),
        "comment_on": _("Comment on this amendment"),
        "support_this": _("Support this amendment"),
        "you_support": _("You support this amendment"),
        "report": _("Report this amendment"),
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
