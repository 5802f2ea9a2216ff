"""What an explained decision declares to the core."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..enums import Level, Verdict
from ..mechanism import Mechanism, OpenRows


class BriefingMechanism(Mechanism):
    """A decision explained; anybody asks, the city answers each question within its days."""

    slug = "briefings"
    label = _("Decision explained")
    icon = "chat-circle-text"
    levels = (Level.INFORMATION,)
    activity_model = "briefings.Briefing"
    contribution_model = "briefings.Question"
    urlconf = "participation.briefings.urls"
    open_rows = (
        OpenRows(_("Questions and answers"), csv="open_csv", json="open_json"),
        OpenRows(_("Key figures"), csv="figures"),
    )
    invitation = _("Ask a question")
    processing = "briefings.questions"
    verdicts = (Verdict.UNDER_STUDY, Verdict.ANSWERED)
    answers_each = True
    takes_paper = True
    published_kind = "question_published"
    rows_name = "questions"
    words = {
        "number": _("Question no. %(number)s"),
        "titled": _("Question no. %(number)s: %(title)s"),
        "grouped": _("Grouped under question no. %(number)s"),
        "answer_to": _("Answer of the city to question no. %(number)s"),
        "answer_name": _("Answer to question no. %(number)s"),
        "report": _("Report this question"),
        "back": _("Back to the question"),
        "page": _("See the public page of the question"),
        "until_done": _("From the question to what was done:"),
        "until_answer": _("From the question to the answer:"),
        "registered": _("Your question is registered"),
        "confirm": _("Confirm your question"),
        "confirm_again": _("Your question still waits for your confirmation"),
        "published": _("Your question is published"),
        "withdrawn": _("Your question is no longer public"),
        "refused": _("Your question was not published"),
        "answered": _("The city answered your question no. %(number)s"),
        "received": _("We received your question “%(title)s” about “%(call)s”."),
        "receipt": _("Your receipt number: %(receipt)s. It is enough to follow your question."),
        "is_public": _("Your question “%(title)s” is public, under the number %(number)s."),
        "was_public": _(
            "Your question “%(title)s” had been public; it was read again and withdrawn."
        ),
        "not_public": _("Your question “%(title)s” was read and not published."),
        "decided": _("To your question “%(title)s”, the city answered:"),
        "asked_to_confirm": _(
            "This address was given with a question about “%(call)s”. Confirm it: the question is "
            "read after that."
        ),
        "paper": _("Ask your question on paper"),
        "paper_title": _("Your question, in one sentence"),
        "paper_title_hint": _("What you want to know."),
        "paper_text": _("What makes you ask"),
        "paper_number": _(
            "This number is enough to follow your question up to its answer. Read the code, or "
            "type the number at this address:"
        ),
        "paper_ask_number": _(
            "Ask for your number when you hand it in, and write it here: it is enough to follow "
            "your question up to its answer, at this address:"
        ),
        "its_receipt": _("Its receipt number: %(receipt)s. It is enough to follow the question."),
        "follow": _("Follow my question"),
        "why": _(
            "You receive this message because this address was given with a question. "
            "It serves for nothing else."
        ),
    }

    def counted(self, count: int) -> str:
        """How many questions there are, in words."""
        return ngettext("%(number)s question", "%(number)s questions", count) % {"number": count}

    def open_label(self, count: int) -> str:
        return ngettext("%(count)s decision explained", "%(count)s decisions explained", count) % {
            "count": count
        }
