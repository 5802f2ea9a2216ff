"""What who leads a procedure notes for themselves: themes, visits; and mails they settle."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.decisions import require

from ...actions.journal import log
from .. import room_rules, rules
from ..models import (
    Inquiry,
    InquiryMember,
    MailMessage,
    Observation,
    ObservationTag,
    RoomRecord,
    Tag,
)
from ..room_enums import MailState
from .proceedings import tag_observations

if TYPE_CHECKING:
    from portal.accounts.models import User


def _leads(by: InquiryMember, inquiry_id: int) -> None:
    require(rules.leads(by if by.inquiry_id == inquiry_id else None))


@transaction.atomic
def rename_tag(*, tag: Tag, by: InquiryMember, name: str) -> None:
    """Gives a theme another name. Raises Refused (NOT_COMMISSIONER, TAG_TAKEN)."""
    _leads(by, tag.inquiry_id)
    others = Tag.objects.filter(inquiry=tag.inquiry_id).exclude(pk=tag.pk)
    taken = others.filter(name__iexact=name).exists()
    require(room_rules.may_add_tag(0, taken=taken))
    tag.name = name
    tag.save(update_fields=["name"])


@transaction.atomic
def remove_tag(*, tag: Tag, by: InquiryMember) -> None:
    """Removes a theme; observations lose it, and nothing else. Raises Refused(NOT_COMMISSIONER)."""
    _leads(by, tag.inquiry_id)
    tag.delete()


@transaction.atomic
def file_under(
    *, observation: Observation, by: InquiryMember, tags: Collection[int], new: str = ""
) -> None:
    """Files an observation under these themes, under a new one if named, and under no other.

    Raises Refused (NOT_COMMISSIONER, TAGS_AT_MOST).
    """
    _leads(by, observation.inquiry_id)
    known = Tag.objects.filter(inquiry=observation.inquiry_id)
    names = [tag.name for tag in known.filter(pk__in=tags)]
    if new:
        same = known.filter(name__iexact=new).first()
        if same is None:
            require(room_rules.may_add_tag(known.count(), taken=False))
        names.append(same.name if same else new)
    ObservationTag.objects.filter(observation=observation).exclude(tag__name__in=names).delete()
    if names:
        tag_observations(by=by, observations=[observation], names=names)


@transaction.atomic
def note_record(
    *,
    inquiry: Inquiry,
    by: InquiryMember,
    kind: str,
    happened_on: date,
    text: str,
    at: datetime,
    place: str = "",
    attendance: int | None = None,
) -> RoomRecord:
    """Notes a visit, a meeting, somebody heard. Raises Refused(NOT_COMMISSIONER)."""
    _leads(by, inquiry.pk)
    made = RoomRecord.objects.create(
        inquiry=inquiry,
        kind=kind,
        happened_on=happened_on,
        place=place,
        text=text,
        attendance=attendance,
        written_at=at,
        written_by=by.user,
    )
    log("record.noted", user=by.user, activity=inquiry.pk, record=made.pk)
    return made


@transaction.atomic
def settle_mail(*, mail: MailMessage, by: InquiryMember, note: str, at: datetime) -> None:
    """Says what was done about a mail kept aside; it stays in the file of the procedure.

    Raises Refused (NOT_COMMISSIONER, ALREADY_HANDLED).
    """
    held = MailMessage.objects.select_for_update().get(pk=mail.pk)
    _leads(by, held.inquiry_id or 0)
    _settle(held, by.user, note, at)


@transaction.atomic
def settle_lost_mail(*, mail: MailMessage, by: "User", note: str, at: datetime) -> None:
    """The same for a mail that names no procedure, by the authority. Raises ALREADY_HANDLED."""
    held = MailMessage.objects.select_for_update().get(pk=mail.pk, inquiry=None)
    _settle(held, by, note, at)


def _settle(held: MailMessage, by: "User | None", note: str, at: datetime) -> None:
    require(room_rules.may_settle(held))
    held.state = MailState.SETTLED
    held.settled_at, held.settled_by, held.settled_note = at, by, note
    held.save(update_fields=["state", "settled_at", "settled_by", "settled_note"])
    log("mail.settled", user=by, activity=held.inquiry_id, mail=held.pk)
