"""What the city prepares before and around a procedure: its people, its notices, its pieces."""

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction

from portal.decisions import Refused

from ...actions.journal import log
from ..enums import InquiryReason, MemberRole, NoticeMedium
from ..models import DossierPiece, Inquiry, InquiryMember, NoticePublication
from .register import GivenFile, held_register

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def name_member(
    *, inquiry: Inquiry, role: MemberRole, name: str, quality: str, by: "User | None"
) -> InquiryMember:
    """Names a person of the procedure; public. It gives no account: an invitation does."""
    member = InquiryMember.objects.create(
        inquiry=inquiry, role=role, name=name.strip(), quality=quality.strip()
    )
    log("inquiry.member_named", user=by, activity=inquiry.pk, role=str(role))
    return member


@transaction.atomic
def remove_member(*, member: InquiryMember, by: "User | None") -> None:
    """Takes a name back before the announcement. Raises Refused(ANNOUNCED)."""
    _require_draft(member.inquiry_id)
    member.delete()
    log("inquiry.member_removed", user=by, activity=member.inquiry_id)


@transaction.atomic
def note_notice(
    *,
    inquiry: Inquiry,
    medium: NoticeMedium,
    title: str,
    published_on: date,
    is_reminder: bool,
    by: "User | None",
    at: datetime,
    ended_on: date | None = None,
    proof: GivenFile | None = None,
) -> NoticePublication:
    """Notes where and when the notice was published, with its proof if there is one."""
    made = NoticePublication(
        inquiry=inquiry,
        medium=medium,
        title=title.strip(),
        published_on=published_on,
        ended_on=ended_on,
        is_reminder=is_reminder,
        noted_at=at,
        noted_by=by,
    )
    if proof is not None:
        content = proof.clean.content
        made.file_name, made.content_type = proof.name, proof.clean.mime_type
        made.size, made.sha256 = len(content), hashlib.sha256(content).hexdigest()
        made.file.save(f"file.{proof.clean.extension}", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except Exception:
        if proof is not None:
            made.file.storage.delete(str(made.file.name))
        raise
    log("inquiry.notice_noted", user=by, activity=inquiry.pk, medium=str(medium))
    return made


@transaction.atomic
def end_notice(
    *, notice: NoticePublication, ended_on: date, by: "User | None"
) -> NoticePublication:
    """Notes the last day of a publication: of posters, when they were taken down."""
    notice.ended_on = ended_on
    notice.save(update_fields=["ended_on"])
    log("inquiry.notice_ended", user=by, activity=notice.inquiry_id, notice=notice.pk)
    return notice


@transaction.atomic
def remove_notice(*, notice: NoticePublication, by: "User | None") -> None:
    """Takes back a publication noted by mistake, and its proof; the journal keeps that it was.

    Raises Refused(NO_SUCH_NOTICE) for the one that this site noted itself.
    """
    if notice.medium == NoticeMedium.WEBSITE:
        raise Refused(InquiryReason.NO_SUCH_NOTICE)
    stored, name = notice.file.storage, str(notice.file.name or "")
    given = {"medium": str(notice.medium), "day": notice.published_on.isoformat()}
    notice.delete()
    if name:
        transaction.on_commit(lambda: stored.delete(name), robust=True)
    log("inquiry.notice_removed", user=by, activity=notice.inquiry_id, **given)


@transaction.atomic
def remove_piece(*, piece: DossierPiece, by: "User | None") -> None:
    """Takes a piece out of a dossier that is being prepared. Raises Refused(ANNOUNCED)."""
    _require_draft(piece.inquiry_id)
    stored, name = piece.file.storage, str(piece.file.name or "")
    piece.delete()
    if name:
        transaction.on_commit(lambda: stored.delete(name), robust=True)
    log("inquiry.piece_removed", user=by, activity=piece.inquiry_id)


def _require_draft(inquiry_id: int) -> None:
    register = held_register(inquiry_id)
    if register is not None and register.announced_at is not None:
        raise Refused(InquiryReason.ANNOUNCED)
