"""Kinds of amendments, what was decided, where words come from, why something is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import Verdict


class PartKind(models.TextChoices):
    """What one numbered part of the text is."""

    HEADING = "heading", _("Heading of a section")
    PARAGRAPH = "paragraph", _("Paragraph")


class AmendmentKind(models.TextChoices):
    """What an amendment does to the paragraph it is about."""

    REPLACE = "replace", _("Change the paragraph")
    ADD = "add", _("Add a paragraph after it")
    DELETE = "delete", _("Remove the paragraph")
    # No text is proposed: what somebody says of a paragraph.
    REMARK = "remark", _("Remark, without a text")


# Those that propose a change, decided one by one.
CHANGES = (AmendmentKind.REPLACE, AmendmentKind.ADD, AmendmentKind.DELETE)
# Those that come with a text of their own.
WITH_TEXT = (AmendmentKind.REPLACE, AmendmentKind.ADD)


class DecisionOutcome(models.TextChoices):
    """What the drafting group decided of an amendment, in the words of the core's verdicts."""

    ADOPTED = Verdict.RETAINED.value, pgettext_lazy("amendment", "Adopted")
    PARTLY = Verdict.PARTLY.value, pgettext_lazy("amendment", "Adopted in part")
    REJECTED = Verdict.DECLINED.value, pgettext_lazy("amendment", "Rejected")


ADOPTING = (DecisionOutcome.ADOPTED, DecisionOutcome.PARTLY)


class OriginKind(models.TextChoices):
    """Where words of the text come from."""

    INITIAL = "initial", _("Initial text")
    AMENDMENT = "amendment", _("Amendment")
    GROUP = "group", _("Drafting group")


class ClashKind(models.TextChoices):
    """Why two adopted amendments do not go together as they are."""

    OVERLAP = "overlap", _("They change the same words")
    REMOVED = "removed", _("One removes the paragraph that the other changes")
    SAME_PLACE = "same_place", _("They add at the same place: choose which comes first")


class DraftingReason(models.TextChoices):
    """Why something may not be done; the words are for the person who tried."""

    NO_VERSION = "no_version", _("The text is not published yet.")
    PARAGRAPH_GONE = (
        "paragraph_gone",
        _("This paragraph is no longer in the text: a newer version has removed it."),
    )
    PARAGRAPH_CHANGED = (
        "paragraph_changed",
        _(
            "A newer version has changed this paragraph meanwhile. Your text is kept: compare it "
            "with the paragraph as it is now, then send it again."
        ),
    )
    NOTHING_CHANGES = (
        "nothing_changes",
        _("Your text is the same as the paragraph: change at least one word."),
    )
    HEADING_STAYS = (
        "heading_stays",
        _("A heading can be changed or commented on; to remove a section, remove its paragraphs."),
    )
    TEXT_IS_FINAL = "text_is_final", _("The final version is published: the text is closed.")
    DECIDE_ON_DESK = (
        "decide_on_desk",
        _(
            "An amendment is adopted or rejected on the screen “Amendments” of its text, where the "
            "text adopted is kept with the decision."
        ),
    )
    REMARK_IS_ANSWERED = (
        "remark_is_answered",
        _("A remark proposes no text: answer it, it is neither adopted nor rejected."),
    )
    ALREADY_INTEGRATED = (
        "already_integrated",
        _("This decision is part of a published version: it can no longer change."),
    )
    ADOPTED_TEXT_MISSING = (
        "adopted_text_missing",
        _("Write the text adopted: an adoption in part says which words are kept."),
    )
    ADOPTED_TEXT_SAME = (
        "adopted_text_same",
        _("The text adopted is the paragraph as it is: reject the amendment, or change a word."),
    )
    ADOPTED_TEXT_ALONE = (
        "adopted_text_alone",
        _("A text adopted goes with “adopted in part” only: leave it empty."),
    )
    NO_LONGER_FITS = (
        "no_longer_fits",
        _(
            "The paragraph has changed since: this amendment no longer applies as it was written. "
            "Adopt it in part, with the text that you keep, or reject it."
        ),
    )
    REASON_MISSING = "reason_missing", _("Write the reason: each decision gives one.")
    CONFLICTS_LEFT = (
        "conflicts_left",
        _("Adopted amendments still contradict each other: settle these conflicts first."),
    )
    NOTHING_TO_INTEGRATE = (
        "nothing_to_integrate",
        _("Nothing has been adopted since the last version: there is nothing to publish."),
    )
    CHANGED_MEANWHILE = (
        "changed_meanwhile",
        _(
            "Something was decided or changed while you were reading. Look at what would be "
            "published now, then confirm again."
        ),
    )
    NOT_ALL_DECIDED = (
        "not_all_decided",
        _(
            "A final version needs the text to be closed to amendments, and each amendment decided "
            "or answered."
        ),
    )
    WRONG_ORDER = "wrong_order", _("Give each of them a different place.")
    NOTE_MISSING = "note_missing", _("Say in one sentence what this version brings.")
