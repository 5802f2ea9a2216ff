"""What the core says of a contribution (participation/wording.py), in the words of ideas."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

IDEA: dict[str, str | Promise] = {
    "number": _("Idea no. %(number)s"),
    "titled": _("Idea no. %(number)s: %(title)s"),
    "grouped": _("Grouped under idea no. %(number)s"),
    "answer_to": _("Answer of the city to idea no. %(number)s"),
    "answer_name": _("Answer to idea no. %(number)s"),
    "page": _("See the public page of the idea"),
    # What the city may say of it (Verdict.RETAINED), beside what is said of any contribution.
    "retained": _("Idea retained"),
    "report": _("Report this idea"),
    "back": _("Back to the idea"),
    "until_done": _("From the idea to what was done:"),
    "until_answer": _("From the idea to the answer:"),
    # Subjects of mails.
    "registered": _("Your idea is registered"),
    "confirm": _("Confirm your idea"),
    "confirm_again": _("Your idea still waits for your confirmation"),
    "published": _("Your idea is published"),
    "withdrawn": _("Your idea is no longer public"),
    "refused": _("Your idea was not published"),
    "answered": _("The city answered your idea no. %(number)s"),
    # Their sentences.
    "received": _("We received your idea “%(title)s” for “%(call)s”."),
    "receipt": _("Your receipt number: %(receipt)s. It is enough to follow your idea."),
    "is_public": _("Your idea “%(title)s” is public, under the number %(number)s."),
    "was_public": _("Your idea “%(title)s” had been public; it was read again and withdrawn."),
    "not_public": _("Your idea “%(title)s” was read and not published."),
    "decided": _("About your idea “%(title)s”, the city decided:"),
    "asked_to_confirm": _(
        "This address was given with an idea for “%(call)s”. Confirm it: the idea is read after "
        "that."
    ),
    "its_receipt": _("Its receipt number: %(receipt)s. It is enough to follow the idea."),
    "follow": _("Follow my idea"),
    "why": _(
        "You receive this message because this address was given with an idea. "
        "It serves for nothing else."
    ),
    # The mail that proves an address before a support counts.
    "support_asked": _(
        "You asked to support the idea “%(title)s” in “%(call)s”. Follow this link, then press "
        "“Support this idea”: your support counts from then on."
    ),
    "support_why": _(
        "You receive this message because this address was given to support an idea. It serves "
        "for nothing else."
    ),
    # The pages on which one supports, comments, reports.
    "comment_on": _("Comment on this idea"),
    "support_this": _("Support this idea"),
    "you_support": _("You support this idea"),
    "published_under": _("Everybody can read it under the idea."),
    "read_under": _(
        "The team in charge reads it, then publishes it under the idea. If you left an "
        "address, you are told what was decided."
    ),
    "supported_once": _(
        "Each person supports an idea once: that is why we ask for an e-mail address. We "
        "send a link to it, and your support counts once you have followed it."
    ),
    "one_press": _(
        "One press is enough: each person supports an idea once, and may take the support "
        "back while the call is open."
    ),
    "read_first": _("Read the idea first"),
    "press_again": _("You support this idea. Press again to take your support back."),
    "agents_support": _("Only city agents support the ideas of this call."),
    "agents_comment": _("Only city agents comment on the ideas of this call."),
    "all_comments": _("All the comments of this idea"),
    "other_link": _(
        "It is incomplete, or it was made for another idea. Copy it whole from the message."
    ),
    "what_breaks": _(
        "Tell us what breaks the charter. A moderator looks at it and decides whether the "
        "text stays; disagreeing with an idea is no reason to withdraw it."
    ),
    "support_titled": _("Support idea no. %(number)s: %(title)s"),
    "supported_titled": _("Supported: idea no. %(number)s, %(title)s. Take my support back"),
    "comments_closed": _("Comments have been closed since %(day)s, the end of the call for ideas."),
    # Coupons.
    "paper": _("Give your idea on paper"),
    "paper_title": _("Title of your idea"),
    "paper_title_hint": _("One sentence that starts with a verb."),
    "paper_text": _("Your idea"),
    "paper_text_hint": _("Which problem did you see? What do you propose? Do not name any person."),
    "paper_number": _(
        "This number is enough to follow your idea up to its answer. Read the code, or type the "
        "number at this address:"
    ),
    "paper_ask_number": _(
        "Ask for your number when you hand it in, and write it here: it is enough to follow your "
        "idea up to its answer, at this address:"
    ),
}
