"""Kinds of questions, conditions, channels of answers, and why something is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SINGLE = "single", _("One choice")
    MULTIPLE = "multiple", _("Several choices")
    SCALE = "scale", _("Scale")
    RANKING = "ranking", _("Ranking")
    GRID = "grid", _("Grid")
    NUMBER = "number", _("Number")
    TEXT = "text", _("Text")
    FILE = "file", _("File")


# Whose answers are cells to count; the others are read one by one.
COUNTED = frozenset(
    {
        QuestionKind.SINGLE,
        QuestionKind.MULTIPLE,
        QuestionKind.SCALE,
        QuestionKind.RANKING,
        QuestionKind.GRID,
        QuestionKind.NUMBER,
    }
)
# Which may be crossed with another question: each person is in one cell, or ticks each or not.
CROSSED = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.SCALE})


class Comparison(models.TextChoices):
    """What a condition asks of an earlier answer."""

    IS = "is", _("is")
    IS_NOT = "is_not", _("is not (an answer was given)")
    CONTAINS = "contains", _("contains")
    AT_LEAST = "at_least", _("is at least")
    AT_MOST = "at_most", _("is at most")
    ANSWERED = "answered", _("was given")


class Once(models.TextChoices):
    """By what a person answers once, when this is asked."""

    NONE = "none", _("Not checked: the same person may answer several times")
    ACCOUNT = "account", _("One answer per account")
    CODE = "code", _("One answer per code or line of a list")


class SurveyChannel(models.TextChoices):
    """How an answer came."""

    ONLINE = "online", _("Online")
    KIOSK = "kiosk", _("On a kiosk")
    PAPER = "paper", _("On paper")


class SurveyReason(models.TextChoices):
    """Why something about a survey is refused, in words for the person."""

    NEEDS_ACCOUNT = (
        "needs_account",
        _("This survey takes one answer per account: sign in to answer."),
    )
    ALREADY_ANSWERED = (
        "already_answered",
        _("This account has already answered: this survey takes one answer per account."),
    )
    ALREADY_SENT = "already_sent", _("This answer was already sent: it is counted once.")
    DRAFT_GONE = (
        "draft_gone",
        _("There is no answer begun at this address: it was sent, erased, or kept too long."),
    )
    NO_QUESTIONS = "no_questions", _("This survey has no question yet.")
    INCOMPLETE = "incomplete", _("An answer is missing or must be corrected.")
    CHANNEL_CLOSED = (
        "channel_closed",
        _("One answer per account: such a survey is answered neither on a kiosk nor on paper."),
    )
    CODE_NOT_ASKED = (
        "code_not_asked",
        _("Choose “code” or “list” below, and that each person takes part once."),
    )
    KIOSK_REVOKED = "kiosk_revoked", _("This kiosk was switched off by the team.")
    SAME_PERSON = "same_person", _("Somebody else must compare what you keyed in.")
    ALREADY_COMPARED = "already_compared", _("This sheet was already compared and counted.")
    NOT_COMPARED = "not_compared", _("Compare with the paper first, then tick the box.")
    ONLY_WORDS = (
        "only_words",
        _("Only words may be corrected: questions, choices and conditions stay as answered."),
    )
    NOTHING_CHANGES = "nothing_changes", _("Nothing changes: the words are the same.")
    REASON_MISSING = "reason_missing", _("Say why: those who answered will read it.")
    STILL_OPEN = (
        "still_open",
        _(
            "People still answer: two files taken one after the other would show who came in "
            "between. Wait for the end."
        ),
    )
    TOO_FEW = (
        "too_few",
        _("Too few answers are kept one by one: each person could be recognised. No file."),
    )
    EXPORT_REASON = (
        "export_reason",
        _("Say what the answers are for, in ten characters at least."),
    )
    NOT_A_SERIES = "not_a_series", _("Give the survey a name of series first.")
