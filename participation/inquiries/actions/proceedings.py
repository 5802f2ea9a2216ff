"""What happens around the register: longer times, documents filed and published, replies, tags."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction

from portal.decisions import Refused, require

from ...actions.journal import log
from .. import rules
from ..due_rules import due_steps
from ..enums import DocumentKind, InquiryReason, Step
from ..models import (
    ApplicantReply,
    DocumentPublication,
    Extension,
    Inquiry,
    InquiryDocument,
    InquiryMember,
    Observation,
    ObservationTag,
    Postponement,
    Tag,
)
from ..notifications import tell
from .register import GivenFile, held_register

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def extend_inquiry(
    *, inquiry: Inquiry, by: InquiryMember, to_moment: datetime, reason: str, at: datetime
) -> Extension:
    """Moves the end of the register; both dates and the reasons are public.

    Raises Refused (NOT_COMMISSIONER; those of may_extend).
    """
    require(rules.leads(_of(by, inquiry)))
    register = held_register(inquiry.pk)
    held = register.inquiry if register else inquiry
    first = held.extensions.order_by("decided_at", "pk").first()
    first_end = first.from_moment if first else held.closes_at
    decision = rules.may_extend(
        held, register, first_end=first_end, to_moment=to_moment, reason=reason, at=at
    )
    require(decision)
    made = Extension.objects.create(
        inquiry=held,
        from_moment=held.closes_at,
        to_moment=to_moment,
        reason=reason.strip(),
        decided_at=at,
        decided_by=by.user,
    )
    Inquiry.objects.filter(pk=held.pk).update(closes_at=to_moment)
    inquiry.closes_at = to_moment
    tell("inquiry_extended", held, made.reason, at, key=str(made.pk))
    log("inquiry.extended", user=by.user, activity=held.pk)
    return made


@transaction.atomic
def postpone_step(
    *, inquiry: Inquiry, by: InquiryMember, step: Step, until: date, reason: str, at: datetime
) -> Postponement:
    """Grants a later day for a step, with its reasons, in public.

    Raises Refused (NOT_COMMISSIONER, REASON_MISSING, NO_SUCH_STEP, NOT_LATER).
    """
    require(rules.leads(_of(by, inquiry)))
    if not reason.strip():
        raise Refused(InquiryReason.REASON_MISSING)
    filed = dict(inquiry.documents.order_by("filed_at").values_list("kind", "filed_at"))
    known = inquiry.postponements.order_by("pk").values_list("step", "until")
    due = next(
        (d for d in due_steps(inquiry, filed=filed, postponed=known) if d.step == step), None
    )
    if due is None or due.is_done:
        raise Refused(InquiryReason.NO_SUCH_STEP)
    if until <= due.by:
        raise Refused(InquiryReason.NOT_LATER)
    made = Postponement.objects.create(
        inquiry=inquiry,
        step=step,
        until=until,
        reason=reason.strip(),
        decided_at=at,
        decided_by=by.user,
    )
    log("inquiry.postponed", user=by.user, activity=inquiry.pk, step=str(step))
    return made


def file_document(
    *,
    inquiry: Inquiry,
    kind: DocumentKind,
    title: str,
    given: GivenFile,
    at: datetime,
    by: "InquiryMember | None" = None,
    authority: "User | None" = None,
    opinion: str = "",
) -> InquiryDocument:
    """Files a document once and for all: each party files its own kinds.

    `by` is who leads or the applicant; `authority` an officer of the city for its own kinds. What
    the commissioner adds to the procedure (ADDED) is public at once. Raises Refused
    (NOT_COMMISSIONER, NOT_APPLICANT, NOT_AUTHORITY; those of may_file).
    """
    document = InquiryDocument(
        inquiry=inquiry,
        kind=kind,
        title=title.strip(),
        opinion=opinion,
        filed_at=at,
        filed_by=by.user if by else authority,
        filed_as=_signature(by) or inquiry.authority,
        file_name=given.name,
        content_type=given.clean.mime_type,
        size=len(given.clean.content),
        sha256=hashlib.sha256(given.clean.content).hexdigest(),
    )
    member = _of(by, inquiry)
    require(rules.filed_by_role(kind, member, is_authority=by is None and authority is not None))
    content = ContentFile(given.clean.content)
    document.file.save(f"file.{given.clean.extension}", content, save=False)
    try:
        return _file(document, at)
    except Exception:
        document.file.storage.delete(str(document.file.name))
        raise


@transaction.atomic
def _file(document: InquiryDocument, at: datetime) -> InquiryDocument:
    register = held_register(document.inquiry_id)
    filed = set(document.inquiry.documents.values_list("kind", flat=True))
    require(rules.may_file(document.kind, register, filed=filed, opinion=document.opinion, at=at))
    document.save(force_insert=True)
    if document.kind == DocumentKind.ADDED:
        _publish(document, document.filed_by, at)
    log(
        "inquiry.document_filed",
        user=document.filed_by,
        activity=document.inquiry_id,
        kind=str(document.kind),
    )
    return document


@transaction.atomic
def publish_document(
    *, document: InquiryDocument, at: datetime, by: "User | None" = None
) -> DocumentPublication:
    """Makes a document public, for good. Raises Refused (ALREADY_PUBLISHED)."""
    held_register(document.inquiry_id)
    if DocumentPublication.objects.filter(document=document).exists():
        raise Refused(InquiryReason.ALREADY_PUBLISHED)
    return _publish(document, by, at)


def _publish(document: InquiryDocument, by: "User | None", at: datetime) -> DocumentPublication:
    made = DocumentPublication.objects.create(document=document, published_at=at, published_by=by)
    tell("document_published", document.inquiry, document.title, at, key=str(document.pk))
    log(
        "inquiry.document_published",
        user=by,
        activity=document.inquiry_id,
        kind=str(document.kind),
    )
    return made


@transaction.atomic
def reply_to_observation(
    *,
    inquiry: Inquiry,
    by: InquiryMember,
    text: str,
    at: datetime,
    observation: Observation | None = None,
    subject: str = "",
) -> ApplicantReply:
    """What the applicant replies, to one observation or on a subject; public at once, for good.

    Raises Refused (those of may_reply, EMPTY).
    """
    require(rules.may_reply(held_register(inquiry.pk), _of(by, inquiry), at))
    if not text.strip() or (observation is None and not subject.strip()):
        raise Refused(InquiryReason.EMPTY)
    reply = ApplicantReply.objects.create(
        inquiry=inquiry,
        observation=observation,
        subject=subject.strip(),
        text=text.strip(),
        replied_at=at,
        replied_by=by.user,
        replied_as=_signature(by),
    )
    log("inquiry.replied", user=by.user, activity=inquiry.pk, reply=reply.pk)
    return reply


@transaction.atomic
def tag_observations(
    *, by: InquiryMember, observations: Collection[Observation], names: Collection[str]
) -> int:
    """Files observations under themes, made when they are new; how many were not there yet.

    Raises Refused (NOT_COMMISSIONER).
    """
    require(rules.leads(by))
    wanted = sorted({name.strip() for name in names if name.strip()})
    known = {tag.name: tag for tag in Tag.objects.filter(inquiry=by.inquiry_id, name__in=wanted)}
    new = [Tag(inquiry_id=by.inquiry_id, name=name) for name in wanted if name not in known]
    Tag.objects.bulk_create(new, ignore_conflicts=True)
    tags = list(Tag.objects.filter(inquiry=by.inquiry_id, name__in=wanted))
    mine = [one for one in observations if one.inquiry_id == by.inquiry_id]
    before = ObservationTag.objects.filter(observation__in=mine, tag__in=tags).count()
    ObservationTag.objects.bulk_create(
        [ObservationTag(observation=one, tag=tag) for one in mine for tag in tags],
        ignore_conflicts=True,
    )
    count = len(mine) * len(tags) - before
    log("observations.tagged", user=by.user, activity=by.inquiry_id, count=count)
    return count


@transaction.atomic
def untag_observation(*, by: InquiryMember, observation: Observation, tag: Tag) -> None:
    """Takes an observation out of a theme. Raises Refused (NOT_COMMISSIONER)."""
    require(rules.leads(_of(by, observation.inquiry)))
    ObservationTag.objects.filter(observation=observation, tag=tag).delete()
    log("observation.untagged", user=by.user, observation=observation.pk)


def _of(member: InquiryMember | None, inquiry: Inquiry) -> InquiryMember | None:
    """The member, if it is one of this very procedure."""
    return member if member is not None and member.inquiry_id == inquiry.pk else None


def _signature(member: InquiryMember | None) -> str:
    if member is None:
        return ""
    return ", ".join(part for part in (member.name, member.quality) if part)[:250]
