"""Words of the commissioner's room, of the mails it receives and of the papers of the end."""

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
    SEVERAL_INQUIRIES = "several", _("It is written to several inquiries at once.")
    EARLY = "early", _("It arrived before the opening of the register.")
    LATE = "late", _("It arrived after the closing of the register.")
    EMPTY = "empty", _("It holds neither words nor a file that can be kept.")
    INCOMPLETE = "incomplete", _("Its words are in the register; some of its files are not.")
    UNREADABLE = "unreadable", _("It could not be read.")


class SeatKind(models.TextChoices):
    """What somebody is entrusted with in one inquiry, by name."""

    COMMISSIONER = "commissioner", pgettext_lazy("seat", "Inquiry commissioner")
    APPLICANT = "applicant", pgettext_lazy("seat", "Project owner")


class MaskReason(models.TextChoices):
    """Why a commissioner masks words: what the law forbids, never what displeases."""

    INSULT = "insult", _("Insult or defamation (Act of 29 July 1881, art. 29)")
    HATE = "hate", _("Incitement to hatred, discrimination or violence (Act of 1881, art. 24)")
    PRIVACY = "privacy", _("Private life or personal data of somebody else (Civil Code, art. 9)")
    THREAT = "threat", _("Threat (Penal Code, art. 222-17)")
    DENIAL = "denial", _("Denial of crimes against humanity (Act of 1881, art. 24 bis)")
    RIGHTS = "rights", _("Work of somebody else without leave (Intellectual Property Code)")
    ADVERTISING = "advertising", _("Advertising without any link to the inquiry")


class MaskScope(models.TextChoices):
    """How much of an observation is masked."""

    PASSAGES = "passages", _("Passages only")
    WHOLE = "whole", _("The whole observation")


class RecordKind(models.TextChoices):
    """What a commissioner does besides reading."""

    VISIT = "visit", _("Visit of the place")
    MEETING = "meeting", _("Public meeting")
    PERMANENCE = "permanence", pgettext_lazy("inquiry", "Presence for the public")
    HEARING = "hearing", _("Somebody heard")
    REQUEST = "request", _("Document asked for")


class PaperKind(models.TextChoices):
    """The papers that end an inquiry, in their order."""

    MINUTES = "minutes", _("Minutes of the observations")
    REPLY = "reply", _("Reply of the project owner")
    REPORT = "report", _("Report of the commissioner")
    CONCLUSIONS = "conclusions", _("Reasoned conclusions and opinion of the commissioner")
    DECISION = "decision", _("Decision of the authority")


class Opinion(models.TextChoices):
    """What the conclusions say (Code de l'environnement, art. R123-19)."""

    FAVOURABLE = "favourable", pgettext_lazy("opinion", "Favourable")
    RESERVATIONS = "reservations", _("Favourable, with reservations")
    UNFAVOURABLE = "unfavourable", pgettext_lazy("opinion", "Unfavourable")


class RoomReason(models.TextChoices):
    """Why something is refused in the room, in words for the person."""

    NOT_YOURS = "not_yours", _("This inquiry is not entrusted to you.")
    OF_THE_CITY = (
        "of_the_city",
        _("This account works for the city on this portal: it cannot hold an inquiry."),
    )
    NO_FACTOR = "no_factor", _("Sign in with your second factor to enter.")
    SEAT_OVER = "seat_over", _("This seat was withdrawn.")
    ALREADY_SEATED = "already_seated", _("This seat is already held by somebody.")
    INVITATION_OVER = "invitation_over", _("This invitation is over: ask for another one.")
    NOT_THIS_ADDRESS = (
        "not_this_address",
        _("This invitation was sent to another address than that of your account."),
    )
    ALREADY_MASKED = "already_masked", _("This observation is already masked.")
    NOT_MASKED = "not_masked", _("Nothing is masked in this observation.")
    NO_SUCH_PASSAGE = "no_such_passage", _("These words are not in the observation.")
    NOT_CLOSED = "not_closed", _("The register is still open.")
    NOT_OPEN = "not_open", _("The register is not open.")
    ALREADY_FILED = "already_filed", _("This paper is already filed.")
    MINUTES_FIRST = "minutes_first", _("The minutes of the observations come first.")
    REPORT_FIRST = "report_first", _("The report comes first.")
    NO_OPINION = "no_opinion", _("Conclusions say one of the three opinions.")
    CONCLUSIONS_FIRST = "conclusions_first", _("The conclusions come first.")
    ALREADY_EXTENDED = "already_extended", _("This inquiry was already extended.")
    TOO_LONG = "too_long", _("This is longer than the regime allows.")
    NO_EXTENSION = "no_extension", _("This regime knows no extension.")
    NOT_LATER = "not_later", _("The new closing must come after the one announced.")
    NO_COMMISSIONER = "no_commissioner", _("This regime has no commissioner.")
    SAME_PERSON = "same_person", _("Somebody else must compare what you keyed in.")
    ALREADY_HANDLED = "already_handled", _("Somebody settled this meanwhile.")
    OUT_OF_TIME = "out_of_time", _("This day is not one on which the register was open.")
    ALREADY_SENT = "already_sent", _("This form was already sent.")
    TAGS_AT_MOST = "tags_at_most", _("An inquiry has 200 tags at most.")
    TAG_TAKEN = "tag_taken", _("This tag exists already.")
