"""Blocks of a campaign: messages, resources, dates, pledges, questions of the quiz."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from .enums import ResourceKind
from .rules import PLEDGE_MAXIMUM, Asked, Choice


class MessageBlock(blocks.StructBlock):
    """One key message, with a picture and a film to watch elsewhere if there are some."""

    title = blocks.CharBlock(
        label=_("Message"), max_length=120, help_text=_("One sentence that stands alone.")
    )
    text = blocks.TextBlock(label=_("Explanation"), max_length=1200, required=False)
    image = ImageBlock(label=_("Picture"), required=False)
    video_url = blocks.URLBlock(
        label=_("Address of a film"),
        required=False,
        help_text=_("Shown as a link: nothing of another site is loaded in the page."),
    )
    video_label = blocks.CharBlock(
        label=_("What the film shows"),
        max_length=160,
        required=False,
        help_text=_("With its length, and whether it has subtitles."),
    )
    source = blocks.CharBlock(label=_("Source"), max_length=250, required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["video_url"] and not cleaned["video_label"].strip():
            said = ValidationError(_("Say what the film shows: the link needs words."))
            raise blocks.StructBlockValidationError({"video_label": said})
        return cleaned

    class Meta:
        icon = "comment"
        label = _("Message")


class MessagesBlock(blocks.StreamBlock):
    """The key messages, one after another."""

    message = MessageBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}
        max_num = 12


class ResourceBlock(blocks.StructBlock):
    """Something to download, to print or to read elsewhere."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=ResourceKind.choices, default=ResourceKind.POSTER
    )
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    document = DocumentChooserBlock(label=_("Document"), required=False)
    url = blocks.URLBlock(label=_("Or an address"), required=False)
    note = blocks.CharBlock(
        label=_("What it is good for"),
        max_length=200,
        required=False,
        help_text=_("For example: A3, to put up in a hall."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["document"]) == bool(cleaned["url"]):
            said = ValidationError(_("Give a document or an address, one of the two."))
            raise blocks.StructBlockValidationError({"document": said})
        return cleaned

    class Meta:
        icon = "download"
        label = pgettext_lazy("campaign", "Resource")


class ResourcesBlock(blocks.StreamBlock):
    """The resources."""

    resource = ResourceBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}


class DateBlock(blocks.StructBlock):
    """A date of the campaign: a stand, a debate, a collection."""

    title = blocks.CharBlock(label=_("What"), max_length=160)
    starts_at = blocks.DateTimeBlock(label=_("Begins on"))
    ends_at = blocks.DateTimeBlock(label=_("Ends on"), required=False)
    place = blocks.CharBlock(label=_("Place"), max_length=200, required=False)
    note = blocks.CharBlock(
        label=_("To know before coming"),
        max_length=250,
        required=False,
        help_text=_("Access without steps, price, registration."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["ends_at"] and cleaned["ends_at"] <= cleaned["starts_at"]:
            said = ValidationError(_("The end must come after the beginning."))
            raise blocks.StructBlockValidationError({"ends_at": said})
        return cleaned

    class Meta:
        icon = "date"
        label = _("Date")


class DatesBlock(blocks.StreamBlock):
    """The dates."""

    date = DateBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}


class PledgeBlock(blocks.StructBlock):
    """Something one may commit to, in the words of the city."""

    text = blocks.CharBlock(
        label=_("I commit to…"),
        max_length=PLEDGE_MAXIMUM,
        help_text=_(
            "Short, begun by a verb: “sort my food waste”. The count belongs to these words: "
            "other words begin a count of their own."
        ),
    )
    detail = blocks.CharBlock(
        label=_("How to begin"),
        max_length=250,
        required=False,
        help_text=_("One concrete first step; it may change without touching the count."),
    )

    class Meta:
        icon = "tick"
        label = _("Pledge")


class PledgesBlock(blocks.StreamBlock):
    """The pledges, in the order of the city."""

    pledge = PledgeBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}


class AnswerBlock(blocks.StructBlock):
    """One answer that a question proposes, and why it is right or not."""

    text = blocks.CharBlock(label=_("Answer"), max_length=160)
    is_right = blocks.BooleanBlock(label=_("Right answer"), required=False)
    explanation = blocks.CharBlock(
        label=_("Why it is right or not"), max_length=300, required=False
    )

    class Meta:
        icon = "tick"
        label = _("Answer")


class QuestionBlock(blocks.StructBlock):
    """A question of the quiz, with one or several right answers, explained."""

    question = blocks.CharBlock(label=_("Question"), max_length=250)
    answers = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=2, max_num=8)
    explanation = blocks.TextBlock(label=_("Explanation"), max_length=800)
    source = blocks.CharBlock(label=_("Source"), max_length=250, required=False)
    source_url = blocks.URLBlock(label=_("Address of the source"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        answers = list(cleaned["answers"])
        texts = [" ".join(one["text"].split()).casefold() for one in answers]
        fault: Any = ""
        if not any(one["is_right"] for one in answers):
            fault = _("Tick at least one right answer.")
        elif len(set(texts)) < len(texts):
            fault = _("Two answers say the same.")
        if fault:
            raise blocks.StructBlockValidationError({"answers": ValidationError(fault)})
        return cleaned

    class Meta:
        icon = "help"
        label = _("Question")


class QuizBlock(blocks.StreamBlock):
    """The questions, in their order."""

    question = QuestionBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}


def asked(value: Any) -> Asked:
    """A question of the editor as the rules know it."""
    choices = (
        Choice(one["text"].strip(), bool(one["is_right"]), (one["explanation"] or "").strip())
        for one in value["answers"]
    )
    return Asked(
        text=value["question"].strip(),
        choices=tuple(choices),
        explanation=value["explanation"].strip(),
        source=(value["source"] or "").strip(),
        source_url=(value["source_url"] or "").strip(),
    )


@dataclass(frozen=True)
class CampaignDate:
    """One date of the editor, as pages and calendars show it."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str
    note: str


def dated(block: Any, campaign_id: int | None) -> CampaignDate:
    """A date of the editor with its moments on the city's clock."""
    value = block.value
    return CampaignDate(
        uid=f"campagne-{campaign_id}-{block.id}",
        title=value["title"],
        starts_at=_aware(value["starts_at"]),
        ends_at=_aware(value["ends_at"]) if value["ends_at"] else None,
        place=value["place"] or "",
        note=value["note"] or "",
    )


def _aware(moment: datetime) -> datetime:
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
