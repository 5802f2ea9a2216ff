"""What the core says of a contribution, whatever it is; a mechanism may have its own words.

Whoever asked a question is told of “your question”. Each mechanism replaces the keys it wants
(`Mechanism.words`); values are filled in by name.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .enums import Verdict

# The verdicts where several mechanisms are seen together.
VERDICTS = [
    (verdict.value, pgettext_lazy("verdict", "Retained") if verdict == Verdict.RETAINED else label)
    for verdict, label in ((one, one.label) for one in Verdict)
]
CONTRIBUTION: dict[str, str | Promise] = {
    "number": _("Contribution no. %(number)s"),
    "titled": _("Contribution no. %(number)s: %(title)s"),
    "grouped": _("Grouped under contribution no. %(number)s"),
    "answer_to": _("Answer of the city to contribution no. %(number)s"),
    "answer_name": _("Answer to contribution no. %(number)s"),
    "page": _("See the public page of the contribution"),
    # What the city may say of it (Verdict.RETAINED), beside what is said of any contribution.
    "retained": _("Contribution retained"),
    "report": _("Report this contribution"),
    "back": _("Back to the contribution"),
    "until_done": _("From the contribution to what was done:"),
    "until_answer": _("From the contribution to the answer:"),
    "verdict_late": _(
        "The answers were promised by %(day)s. The verdict is not published yet: it is late."
    ),
    "expected_by": _("Answers expected by %(day)s"),
    # The steps of its story.
    "step_sent": _("Sent"),
    "step_read": _("Read and published"),
    "step_to_read": _("Read, then published"),
    "step_refused": _("Read, not published"),
    "step_withdrawn": _("Withdrawn by its author"),
    "step_supported": _("Supported"),
    "step_answer": _("Answer of the city"),
    "step_linked": _("Linked to a commitment"),
    "step_linked_to": _("Linked to commitment no. %(commitment)s"),
    # Subjects of mails.
    "registered": _("Your contribution is registered"),
    "confirm": _("Confirm your contribution"),
    "confirm_again": _("Your contribution still waits for your confirmation"),
    "published": _("Your contribution is published"),
    "withdrawn": _("Your contribution is no longer public"),
    "refused": _("Your contribution was not published"),
    "answered": _("The city answered your contribution no. %(number)s"),
    # Their sentences.
    "received": _("We received your contribution “%(title)s” for “%(call)s”."),
    "receipt": _("Your receipt number: %(receipt)s. It is enough to follow your contribution."),
    "is_public": _("Your contribution “%(title)s” is public, under the number %(number)s."),
    "was_public": _(
        "Your contribution “%(title)s” had been public; it was read again and withdrawn."
    ),
    "not_public": _("Your contribution “%(title)s” was read and not published."),
    "decided": _("About your contribution “%(title)s”, the city decided:"),
    "asked_to_confirm": _(
        "This address was given with a contribution for “%(call)s”. Confirm it: the contribution "
        "is read after that."
    ),
    "its_receipt": _("Its receipt number: %(receipt)s. It is enough to follow the contribution."),
    "follow": _("Follow my contribution"),
    "why": _(
        "You receive this message because this address was given with a contribution. "
        "It serves for nothing else."
    ),
    # The mail that proves an address before a support counts.
    "support_asked": _(
        "You asked to support the contribution “%(title)s” in “%(call)s”. Follow this link, then "
        "press “Support this contribution”: your support counts from then on."
    ),
    "support_why": _(
        "You receive this message because this address was given to support a contribution. It "
        "serves for nothing else."
    ),
    # The pages on which one supports, comments, reports.
    "comment_on": _("Comment on this contribution"),
    "support_this": _("Support this contribution"),
    "you_support": _("You support this contribution"),
    "published_under": _("Everybody can read it under the contribution."),
    "read_under": _(
        "The team in charge reads it, then publishes it under the contribution. If you left an "
        "address, you are told what was decided."
    ),
    "supported_once": _(
        "Each person supports a contribution once: that is why we ask for an e-mail address. We "
        "send a link to it, and your support counts once you have followed it."
    ),
    "one_press": _(
        "One press is enough: each person supports a contribution once, and may take the support "
        "back while the call is open."
    ),
    "read_first": _("Read the contribution first"),
    "press_again": _("You support this contribution. Press again to take your support back."),
    "agents_support": _("Only city agents support the contributions of this call."),
    "agents_comment": _("Only city agents comment on the contributions of this call."),
    "all_comments": _("All the comments of this contribution"),
    "other_link": _(
        "It is incomplete, or it was made for another contribution. Copy it whole from the message."
    ),
    "what_breaks": _(
        "Tell us what breaks the charter. A moderator looks at it and decides whether the "
        "text stays; disagreeing with a contribution is no reason to withdraw it."
    ),
    "support_titled": _("Support contribution no. %(number)s: %(title)s"),
    "supported_titled": _(
        "Supported: contribution no. %(number)s, %(title)s. Take my support back"
    ),
    "comments_closed": _("Comments have been closed since %(day)s, the end of the activity."),
    # Coupons, and what is keyed in from them.
    "paper": _("Give your contribution on paper"),
    "paper_title": _("Title of your contribution"),
    "paper_title_hint": _("In one sentence."),
    "paper_text": _("Your contribution"),
    "paper_text_hint": _("Do not name any person."),
    "paper_number": _(
        "This number is enough to follow your contribution up to its answer. Read the code, or "
        "type the number at this address:"
    ),
    "paper_ask_number": _(
        "Ask for your number when you hand it in, and write it here: it is enough to follow your "
        "contribution up to its answer, at this address:"
    ),
}
