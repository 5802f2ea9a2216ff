"""Kinds, channels, steps and reasons of regulated consultations, each named once."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ObservationChannel(models.TextChoices):
    """How an observation reached the register. Nobody's counts less than another's."""

    WEB = "web", _("On this site")
    EMAIL = "email", _("By e-mail")
    PAPER = "paper", _("In the paper register")
    POST = "post", pgettext_lazy("observation", "By post")
    ORAL = "oral", _("Said to the commissioner")


# What somebody keys in from paper, from a letter or from what was said.
KEYED = (ObservationChannel.PAPER, ObservationChannel.POST, ObservationChannel.ORAL)


class PieceKind(models.TextChoices):
    """What a piece of the dossier is; which ones a regime demands is data (RegimePiece)."""

    ASSESSMENT = "assessment", _("Environmental assessment or impact study")
    SUMMARY = "summary", _("Non-technical summary")
    CASE_DECISION = "case_decision", _("Decision after case-by-case examination")
    PRESENTATION = "presentation", _("Presentation note")
    LEGAL_TEXTS = "legal_texts", _("Texts that govern the procedure")
    OPINION = "opinion", _("Opinion of an authority")
    CONCERTATION = "concertation", _("Report of the earlier concertation or debate")
    AUTHORISATIONS = "authorisations", _("Other authorisations needed")
    DELIBERATION = "deliberation", _("Decision of the council")
    PROJECT = "project", _("Project, plan or programme submitted")
    DRAFT_DECISION = "draft_decision", _("Draft of the decision")
    MAP = "map", _("Map or drawing")
    OTHER = "other", pgettext_lazy("piece", "Other piece")


class PieceCondition(models.TextChoices):
    """Of which procedures a piece is demanded."""

    ALWAYS = "always", _("Always")
    WITH = "with", _("With an environmental assessment")
    WITHOUT = "without", _("Without an environmental assessment")


class MemberRole(models.TextChoices):
    """In which capacity somebody takes part in the procedure."""

    COMMISSIONER = "commissioner", _("Inquiry commissioner")
    PRESIDENT = "president", _("Chair of the inquiry commission")
    DEPUTY = "deputy", _("Deputy commissioner")
    GUARANTOR = "guarantor", _("Guarantor of the concertation")
    APPLICANT = "applicant", _("Applicant")
    STATE = "state", _("State service")


# Those who keep the register: they read, tag, mask, extend and report.
COMMISSIONERS = frozenset({MemberRole.COMMISSIONER, MemberRole.PRESIDENT, MemberRole.GUARANTOR})


class SessionKind(models.TextChoices):
    """When one may meet who leads the procedure."""

    PERMANENCE = "permanence", _("Permanence of the commissioner")
    MEETING = "meeting", _("Public meeting")
    OPENING = "opening", _("Public meeting of opening")
    CLOSING = "closing", _("Public meeting of closing")


class NoticeMedium(models.TextChoices):
    """Where the notice of the procedure was published."""

    WEBSITE = "website", _("On this site")
    NEWSPAPER = "newspaper", _("In a newspaper")
    POSTER = "poster", _("On posters")
    OTHER = "other", pgettext_lazy("notice", "Elsewhere")


class PosterFormat(models.TextChoices):
    """The sheet on which a poster is printed."""

    A2 = "A2", _("A2 (42 × 59.4 cm)")
    A3 = "A3", _("A3 (29.7 × 42 cm)")
    A4 = "A4", _("A4 (21 × 29.7 cm)")


class PosterColour(models.TextChoices):
    """On what the black letters of a poster stand: each procedure has its own."""

    YELLOW = "yellow", pgettext_lazy("poster", "Yellow")
    WHITE = "white", pgettext_lazy("poster", "White")
    GREEN = "green", pgettext_lazy("poster", "Green")


class MaskingGround(models.TextChoices):
    """Why words are not shown to the public: what the law forbids, nothing else."""

    INSULT = "insult", _("Insult or defamation")
    HATRED = "hatred", _("Incitement to hatred or violence")
    PRIVACY = "privacy", _("Private life of another person")
    MINOR = "minor", _("Protection of a child")
    CRIME = "crime", _("Other words that the law forbids")


class DocumentKind(models.TextChoices):
    """What is filed during and after the procedure."""

    MINUTES = "minutes", _("Summary of the observations")
    REPORT = "report", pgettext_lazy("inquiry", "Report")
    CONCLUSIONS = "conclusions", _("Reasoned conclusions")
    ADDED = "added", _("Document added by the commissioner")
    REPLY = "reply", _("Reply of the applicant")
    BALANCE = "balance", _("Report of the concertation")
    MEASURES = "measures", _("Measures taken after the concertation")
    SYNTHESIS = "synthesis", _("Summary of the observations and what was kept of them")
    REASONS = "reasons", _("Reasons of the decision")
    DECISION = "decision", pgettext_lazy("inquiry", "Decision taken")


BY_COMMISSIONER = frozenset(
    {
        DocumentKind.MINUTES,
        DocumentKind.REPORT,
        DocumentKind.CONCLUSIONS,
        DocumentKind.ADDED,
    }
)
# Who watches over a concertation reports on it; nobody asks them to be for or against.
BY_GUARANTOR = frozenset({DocumentKind.BALANCE, DocumentKind.ADDED})
BY_APPLICANT = frozenset({DocumentKind.REPLY})
BY_AUTHORITY = frozenset(
    {
        DocumentKind.BALANCE,
        DocumentKind.MEASURES,
        DocumentKind.SYNTHESIS,
        DocumentKind.REASONS,
        DocumentKind.DECISION,
    }
)
# Those whose publication starts the time during which the procedure stays on the site.
OUTCOMES = frozenset(
    {
        DocumentKind.REPORT,
        DocumentKind.CONCLUSIONS,
        DocumentKind.BALANCE,
        DocumentKind.SYNTHESIS,
    }
)
# Said to one party first: on the site with the report, or never.
BETWEEN_PARTIES = frozenset({DocumentKind.MINUTES, DocumentKind.REPLY})


class OpinionGiven(models.TextChoices):
    """What conclusions conclude."""

    FAVOURABLE = "favourable", _("Favourable")
    RESERVED = "reserved", _("Favourable with reservations")
    UNFAVOURABLE = "unfavourable", _("Unfavourable")


class Step(models.TextChoices):
    """What has a due date in a procedure."""

    NOTICE = "notice", _("Notice published")
    POSTERS = "posters", _("Notice on posters")
    NEWSPAPERS = "newspapers", _("Notice in the newspapers")
    REMINDER = "reminder", _("Notice recalled in the newspapers")
    MINUTES = "minutes", _("Summary given to the applicant")
    REPLY = "reply", _("Reply of the applicant")
    REPORT = "report", _("Report and conclusions given")
    SYNTHESIS = "synthesis", _("Summary of the observations published")
    BALANCE = "balance", _("Report of the concertation published")
    MEASURES = "measures", _("Measures announced")


class RegisterState(models.TextChoices):
    """Where the register stands; decided by the clock, never by hand."""

    DRAFT = "draft", _("In preparation")
    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", pgettext_lazy("register", "Open")
    CLOSED = "closed", pgettext_lazy("register", "Closed")


class InquiryReason(models.TextChoices):
    """Why something about a procedure is refused, in words for the person."""

    NOT_ANNOUNCED = "not_announced", _("This register has not been opened yet.")
    BEFORE_OPENING = "before_opening", _("The register is not open yet.")
    AFTER_CLOSING = (
        "after_closing",
        _("The register is closed: observations are no longer received."),
    )
    NO_REGISTER = "no_register", _("This procedure has no register.")
    ALREADY_SENT = "already_sent", _("This form was already sent.")
    ALREADY_RECEIVED = "already_received", _("This message is already in the register.")
    EMPTY = "empty", _("Write your observation, or attach a file.")
    RECEIVED_IN_FUTURE = "received_in_future", _("This moment has not come yet.")
    NOT_READY = "not_ready", _("Something is still missing before the announcement.")
    ALREADY_ANNOUNCED = "already_announced", _("This procedure is already announced.")
    ANNOUNCED = (
        "announced",
        _("This procedure is announced: the dossier is added to, nothing in it is replaced."),
    )
    KEPT_ONLINE = (
        "kept_online",
        _("The law asks that this procedure stays on the site: it cannot be withdrawn yet."),
    )
    NOT_COMMISSIONER = (
        "not_commissioner",
        _("Only who leads this procedure may do this."),
    )
    NOT_APPLICANT = "not_applicant", _("Only the applicant may do this.")
    NOT_AUTHORITY = "not_authority", _("Only the authority in charge may do this.")
    REASON_MISSING = "inquiry_reason_missing", _("Say why: it is published.")
    ALREADY_MASKED = "already_masked", _("This is already hidden from the public.")
    NOT_MASKED = "not_masked", _("This is not hidden.")
    EXTENSION_TOO_LONG = (
        "extension_too_long",
        _("The procedure cannot be extended by so many days."),
    )
    EXTENSION_TOO_SHORT = (
        "extension_too_short",
        _("The new end must come after the present one."),
    )
    EXTENSION_TOO_LATE = (
        "extension_too_late",
        _("The register is closed: it can no longer be extended."),
    )
    NO_EXTENSION = "no_extension", _("The rules of this procedure know no extension.")
    NOT_CLOSED = "not_closed", _("The register is not closed yet.")
    REPLIES_AFTER = (
        "replies_after",
        _("By the rules of this procedure, replies are given once the register is closed."),
    )
    NO_SUCH_NOTICE = "no_such_notice", _("This site noted its own publication: it stays.")
    ALREADY_FILED = "already_filed", _("This document was already filed.")
    OPINION_MISSING = "opinion_missing", _("Say what the conclusions conclude.")
    REPORT_FIRST = "report_first", _("File the report first: conclusions are a document apart.")
    ALREADY_PUBLISHED = "already_published", _("This is already published.")
    NO_SUCH_STEP = "no_such_step", _("The rules of this procedure know no such step.")
    NOT_LATER = "not_later", _("The new date must come after the present one.")
