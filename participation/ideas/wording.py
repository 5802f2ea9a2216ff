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
}
