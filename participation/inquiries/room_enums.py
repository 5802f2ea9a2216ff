"""Words of the room of a procedure and of the mails that its register receives."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MailKind(models.TextChoices):
    """What a mail is to the register."""

    PERSON = "person", _("From a person")
    # It may say something, and no receipt is sent: a list, a program, an address that reads none.
    SILENT = "silent", _("To be taken without an answer")
    # Absences, bounces, receipts of other machines: nobody says anything.
    AUTOMATIC = "automatic", _("Automatic answer")


class MailState(models.TextChoices):
    """What became of a mail."""

    TAKEN = "taken", _("In the register")
    ASIDE = "aside", _("Kept aside")
    SETTLED = "settled", _("Kept aside, then settled")
    IGNORED = "ignored", _("Automatic, not an observation")


class MailProblem(models.TextChoices):
    """Why a mail, or a part of it, waits for somebody to look."""

    UNKNOWN_ADDRESS = "unknown_address", _("No inquiry has this address.")
    EARLY = "early", _("It arrived before the opening of the register.")
    LATE = "late", _("It arrived after the closing of the register.")
    EMPTY = "empty", _("It holds neither words nor a file that can be kept.")
    INCOMPLETE = "incomplete", _("Its words are in the register; some of its files are not.")
    UNREADABLE = "unreadable", _("It could not be read.")


class RecordKind(models.TextChoices):
    """What a commissioner does besides reading."""

    VISIT = "visit", _("Visit of the place")
    MEETING = "meeting", _("Public meeting")
    PERMANENCE = "permanence", pgettext_lazy("inquiry", "Presence for the public")
    HEARING = "hearing", _("Somebody heard")
    REQUEST = "request", _("Document asked for")


class RoomReason(models.TextChoices):
    """Why something is refused in the room, in words for the person."""

    NOT_YOURS = (
        "not_yours",
        _("This room is not open to you: it belongs to those named in the procedure."),
    )
    OF_THE_CITY = (
        "of_the_city",
        _("This account works for the city on this portal: it cannot lead a procedure."),
    )
    NO_FACTOR = "no_factor", _("Sign in with your second factor to enter.")
    SEAT_OVER = "seat_over", _("This seat was withdrawn.")
    ALREADY_SEATED = "already_seated", _("This seat is already held by somebody.")
    INVITATION_OVER = "invitation_over", _("This invitation is over: ask for another one.")
    NOT_THIS_ADDRESS = (
        "not_this_address",
        _("This invitation was sent to another address than that of your account."),
    )
    SAME_PERSON = "same_person", _("Somebody else must compare what you keyed in.")
    ALREADY_HANDLED = "already_handled", _("Somebody settled this meanwhile.")
    ALREADY_SENT = "already_sent", _("This form was already sent.")
    TAGS_AT_MOST = "tags_at_most", _("A procedure has 200 themes at most.")
    TAG_TAKEN = "tag_taken", _("This theme exists already.")
