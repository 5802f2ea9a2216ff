"""Levels, states and reasons of participation, each named once."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.IntegerChoices):
    """The six levels, in rising order of shared power."""

    INFORMATION = 1, _("Information")
    AWARENESS = 2, _("Awareness")
    CONSULTATION = 3, _("Consultation")
    CONCERTATION = 4, _("Concertation")
    CO_CONSTRUCTION = 5, _("Co-construction")
    CO_DECISION = 6, _("Co-decision")


class ActivityState(models.TextChoices):
    """Where an activity stands in time."""

    COMING = "coming", _("Coming")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class StepState(models.TextChoices):
    """Where a step stands in the story it belongs to, as the drawing of phases names it."""

    PAST = "past", pgettext_lazy("step", "Finished")
    NOW = "now", pgettext_lazy("step", "In progress")
    NEXT = "next", pgettext_lazy("step", "To come")


class Moderation(models.TextChoices):
    """Where a contribution stands before the public may read it, and after.

    Only PUBLISHED is in lists, searches, counts and feeds; MERGED is still read at its own address.
    """

    # Rows of an import that is not finished: nobody sees them, all or none are taken over.
    STAGED = "staged", _("Being imported")
    # Its author has not yet followed the link sent by mail.
    UNCONFIRMED = "unconfirmed", _("Waiting for its author to confirm")
    # Keyed in from paper by one person; a second one has to compare.
    UNVERIFIED = "unverified", _("Keyed in, waiting to be verified")
    PENDING = "pending", _("Waiting to be read")
    PUBLISHED = "published", _("Published")
    REFUSED = "refused", _("Refused")
    MERGED = "merged", _("Grouped under another one")
    # An agent's idea made public elsewhere, whose author took the consent back: nobody refused it.
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")


class ModerationMode(models.TextChoices):
    """Whether contributions are read before or after they are public."""

    BEFORE = "before", _("Read before they are published")
    AFTER = "after", _("Published at once, read afterwards")


class Standing(models.TextChoices):
    """In which capacity somebody says to contribute; never checked, never required."""

    RESIDENT = "resident", _("Resident or user")
    AGENT = "agent", _("City agent")


class Wish(models.TextChoices):
    """What a contributor wishes besides: the four wishes of the project's paper form."""

    FOLLOW_UP = "follow_up", _("Take part in the follow-up body of the project")
    INFORMATION = "information", _("Get more information about the project")
    IDEA = "idea", _("Share an idea")
    COMMENT = "comment", _("Make a comment")


# These wishes have no sense without somebody to write back to.
WISHES_WITH_ANSWER = frozenset({Wish.FOLLOW_UP, Wish.INFORMATION})


class FacetKind(models.TextChoices):
    """By what a list of contributions can be narrowed, and counted."""

    THEME = "theme", _("Theme")
    NEIGHBOURHOOD = "neighbourhood", _("Neighbourhood")
    STANDING = "standing", _("Given by")
    WISH = "wish", _("Wish")
    VERDICT = "verdict", _("State")
    CHANNEL = "channel", _("Received")


class FileKind(models.TextChoices):
    """What may come with a contribution."""

    PICTURE = "picture", _("Picture")
    DOCUMENT = "document", _("Document")


class PromiseOutcome(models.TextChoices):
    """Whether the city kept what it promised."""

    KEPT = "kept", _("Promise kept")
    PARTLY = "partly", _("Promise kept in part")
    BROKEN = "broken", _("Promise not kept")


class ImportState(models.TextChoices):
    """Where an import stands."""

    DRAFT = "draft", _("File received")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    RUNNING = "running", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Stopped by an error")
    UNDONE = "undone", _("Undone")


class Channel(models.TextChoices):
    """How a contribution reached the city."""

    ONLINE = "online", _("Online")
    PAPER = "paper", _("On paper")
    MAIL = "mail", _("By post")
    MEETING = "meeting", _("In a meeting")
    PHONE = "phone", _("By telephone")
    # A call that took place before the portal: how each idea came, and when, is not recorded.
    UNRECORDED = "unrecorded", _("Before this portal")


# What officers key in: somebody gave it to them, by hand, by post, by word of mouth.
KEYED_CHANNELS = (Channel.PAPER, Channel.MAIL, Channel.MEETING, Channel.PHONE)


class CouponLayout(models.TextChoices):
    """How coupons are laid on sheets."""

    PAIRS = "paires", _("Two coupons a sheet, A4 landscape, both sides, turned on the short edge")
    FOLDED = "pliable", _("One coupon a sheet, A4 landscape, one side, folded in the middle")
    SINGLE = "a5", _("A5 sheets, both sides")


class Verdict(models.TextChoices):
    """What the city says of a contribution; all but the first close the matter."""

    UNDER_STUDY = "under_study", _("Under study")
    RETAINED = "retained", _("Idea retained")
    PARTLY = "partly", _("Retained in part")
    DECLINED = "declined", _("Not retained")
    ALREADY_DONE = "already_done", _("Already in place")
    # A question has an answer, not a decision.
    ANSWERED = "answered", _("Answer given")


# An interim word: the clock of the answer goes on.
FINAL_VERDICTS = tuple(verdict for verdict in Verdict if verdict != Verdict.UNDER_STUDY)
# What the city may say of an idea; a mechanism may offer others (Mechanism.verdicts).
DECISIONS = tuple(verdict for verdict in Verdict if verdict != Verdict.ANSWERED)


class AnswerOutcome(models.TextChoices):
    """What becomes of answers written in number."""

    DRAFT = "draft", _("Keep as drafts")
    SUBMIT = "submit", _("Submit for approval")
    PUBLISH = "publish", _("Publish at once")


class RefusalReason(models.TextChoices):
    """The grounds of the charter on which a contribution may be refused."""

    OFF_TOPIC = "off_topic", _("It does not answer the question asked")
    PERSONAL_DATA = "personal_data", _("It names or describes a person")
    OFFENSIVE = "offensive", _("It is insulting, discriminatory or unlawful")
    DUPLICATE = "duplicate", _("It repeats another contribution of the same person")
    ADVERTISING = "advertising", _("It is advertising or election campaigning")
    UNREADABLE = "unreadable", _("It cannot be read or understood")


# The charter in plain words: what each ground means, and what one may do instead.
CHARTER = {
    RefusalReason.OFF_TOPIC: _(
        "The text is about something else than the question asked. Another page of “Take part”, "
        "or the contact page, may be the right place for it."
    ),
    RefusalReason.PERSONAL_DATA: _(
        "The text gives a name, an address, a telephone number, or describes somebody so that "
        "they are recognised. Say what happens and where, without saying who."
    ),
    RefusalReason.OFFENSIVE: _(
        "The text insults, threatens, sets people against others for what they are, or says what "
        "the law forbids. A criticism of the city, even a harsh one, is no such ground."
    ),
    RefusalReason.DUPLICATE: _(
        "The same person already gave this text. The first one is kept; contributions of several "
        "people that are alike are all published."
    ),
    RefusalReason.ADVERTISING: _(
        "The text sells something, or asks to vote for somebody. It may name a trade or "
        "a brand when the subject needs it."
    ),
    RefusalReason.UNREADABLE: _(
        "Letters without words, a blank form, a page that cannot be deciphered. Mistakes of "
        "spelling or grammar are no such ground, nor is another language."
    ),
}


class QueueKind(models.TextChoices):
    """What waits for a moderator, in the order shown."""

    CONTRIBUTION = "contribution", _("Contribution")
    COMMENT = "comment", _("Comment")
    REPORT = "report", _("Report")
    APPEAL = "appeal", _("Objection")

    @property
    def many(self) -> str:
        """The name of several of them, for counts."""
        return str(_QUEUES[self])


_QUEUES = {
    QueueKind.CONTRIBUTION: _("Contributions to read"),
    QueueKind.COMMENT: _("Comments to read"),
    QueueKind.REPORT: _("Reports by readers"),
    QueueKind.APPEAL: _("Refusals contested"),
}


class Reason(models.TextChoices):
    """Why something may not be done; the words are for the person who tried."""

    UNPUBLISHED = "unpublished", _("This activity is not published.")
    NOT_YET_OPEN = "not_yet_open", _("This activity is not open yet.")
    CLOSED = "closed", _("This activity is closed. Nothing can be sent any more.")
    AGENTS_ONLY = (
        "agents_only",
        _("This activity is for city agents. Sign in as an agent to take part."),
    )
    NEEDS_ACCOUNT = (
        "needs_account",
        _("A code alone lets you give contributions. To support or comment, sign in as an agent."),
    )
    ALREADY_DECIDED = "already_decided", _("Somebody already decided on this contribution.")
    NOT_PUBLISHED_YET = "not_published_yet", _("Publish the contribution before answering it.")
    REASON_MISSING = "reason_missing", _("A refusal needs its reason.")
    TEXT_MISSING = "text_missing", _("Write the answer: a decision without its reasons is not one.")
    PASSAGES_MISSING = "passages_missing", _("Tick the passages to take out.")
    NOT_ABOUT_A_PERSON = (
        "not_about_a_person",
        _("Words are taken out of a text only when they name or describe a person."),
    )
    NOTE_MISSING = "note_missing", _("Write the note first.")
    DECISION_MISSING = "decision_missing", _("Choose the decision before publishing the answer.")
    ANSWER_STAYS = (
        "answer_stays",
        _(
            "A final answer cannot be withdrawn: people read it and count on it. "
            "Correct it instead; the previous wording stays readable."
        ),
    )
    ANSWER_DECIDED = (
        "answer_decided",
        _("The city has decided: a final answer is corrected, never put under study again."),
    )
    ANSWER_GIVEN = (
        "answer_given",
        _("The city has answered this contribution: it stays, without your name."),
    )
    ANSWER_LOCKED = "answer_locked", _("Somebody locked this answer while working on it.")
    ALREADY_SUBMITTED = "already_submitted", _("This answer already waits for approval.")
    NO_WORKFLOW = (
        "no_workflow",
        _("No approval is set up for answers: ask the administrators, or keep a draft."),
    )
    ALREADY_SENT = "already_sent", _("This form was already sent.")
    SUPPORTS_CLOSED = "supports_closed", _("Contributions can no longer be supported here.")
    COMMENTS_CLOSED = "comments_closed", _("Comments are closed here.")
    CITY_ONLY = "city_only", _("Only those who answer for the city may write in its name.")
    NOT_PUBLIC = "not_public", _("This contribution is not public.")
    ALREADY_CONFIRMED = "already_confirmed", _("This contribution is already confirmed.")
    SAME_PERSON = (
        "same_person",
        _("Somebody else must do this: it was you who did what it has to check."),
    )
    NOTHING_TO_APPEAL = "nothing_to_appeal", _("Only a refusal can be contested.")
    ALREADY_APPEALED = "already_appealed", _("This refusal was already contested.")
    ALREADY_HANDLED = "already_handled", _("Somebody already handled this.")
    LEVEL_NOT_ITS = (
        "level_not_its",
        _("This way of taking part is not for this level: choose another level."),
    )
    PROMISE_MISSING = (
        "promise_missing",
        _("Write what the city promises: nothing is published without it."),
    )
    FROZEN = "frozen", _("Somebody has already taken part: this can no longer change.")
    CLOSING_IN_THE_PAST = (
        "closing_in_the_past",
        _("Choose a moment to come: what is over stays over."),
    )
    ANSWERED_BEFORE_THE_END = (
        "answered_before_the_end",
        _("The day of the answers must come after the end."),
    )
    NOT_CLOSED_YET = "not_closed_yet", _("This activity is not closed yet.")
    VERDICT_MISSING = (
        "verdict_missing",
        _("Say first, in public, whether the promise was kept: it is archived afterwards."),
    )
    VERDICT_GIVEN = "verdict_given", _("The verdict on this promise is already public.")
    ALREADY_ARCHIVED = "already_archived", _("This activity is already archived.")
    NOTHING_CHANGES = "nothing_changes", _("Nothing would change.")
    UNDO_REASON_MISSING = (
        "undo_reason_missing",
        _("Say why it is undone, in ten characters at least."),
    )
    IMPORT_GREW = (
        "import_grew",
        _("Something was added to what was imported since: confirm that it goes with it."),
    )
    IMPORT_GROUPED = (
        "import_grouped",
        _("Other contributions are grouped under imported ones: undo these groups first."),
    )
    IMPORT_BUSY = ("import_busy", _("This import has moved on meanwhile. Look at where it stands."))
    EXPORT_REASON_MISSING = (
        "export_reason_missing",
        _("Say what the contacts are for, in ten characters at least."),
    )
    MERGE_ITSELF = "merge_itself", _("A contribution cannot be grouped under itself.")
    MERGE_OTHER_CALL = "merge_other_call", _("Both contributions must belong to the same activity.")
    MERGE_UNREAD = "merge_unread", _("Read this contribution first: nobody has decided on it yet.")
    MERGE_ANSWERED = (
        "merge_answered",
        _("This contribution has its own answer: it can no longer be grouped under another one."),
    )
    MERGE_TIED = (
        "merge_tied",
        _("One of the two contributions is already grouped, or proposed for a group."),
    )
    MERGE_DECLINED = (
        "merge_declined",
        _("Its author has already declined to stand under this contribution."),
    )
    WHY_MISSING = "why_missing", _("Say why: the people concerned read it.")
    MERGE_TOO_EARLY = (
        "merge_too_early",
        _("Its author was asked and still has time to answer."),
    )
    NOT_AGENTS_IDEA = (
        "not_agents_idea",
        _("Only a contribution published among agents is made public this way."),
    )
    TARGET_NOT_PUBLIC = (
        "target_not_public",
        _("Choose what is published, open to the public, has begun and is not archived."),
    )
    SIGNATURE_TOO_LONG = (
        "signature_too_long",
        _("This signature is too long: 80 characters at most. Nothing was published."),
    )
    ALREADY_ASKED = "already_asked", _("Its author was already asked: one is asked once.")
    # One reason, whatever is wrong: nobody learns whether the number exists, nor whose it is.
    NOT_PROVED_YOURS = (
        "not_proved_yours",
        _(
            "Nothing was added. The number must be that of a contribution left with an address "
            "confirmed on your account, and not added to another account."
        ),
    )
    ALREADY_YOURS = "already_yours", _("This contribution is in your account already.")
    COUPON_UNKNOWN = (
        "coupon_unknown",
        _("No coupon with this number was printed. Compare each character with the paper."),
    )
    COUPON_ELSEWHERE = (
        "coupon_elsewhere",
        _("This coupon was printed for another activity. Key it in from the page of that one."),
    )
    COUPON_USED = (
        "coupon_used",
        _("This coupon was already keyed in. Compare: it may be a copy of the same paper."),
    )
    RECEIVED_IN_FUTURE = "received_in_future", _("This day has not come yet.")
    RECEIVED_TOO_EARLY = "received_too_early", _("The activity was not open yet on this day.")
    RECEIVED_TOO_LATE = (
        "received_too_late",
        _("The activity was over on this day: what came afterwards is not counted."),
    )
    KEYING_OVER = (
        "keying_over",
        _("The answers of this activity were due already: nothing can be keyed in any more."),
    )
    PAPER_NOT_COMPARED = (
        "paper_not_compared",
        _("Compare with the paper first, then tick the box."),
    )
