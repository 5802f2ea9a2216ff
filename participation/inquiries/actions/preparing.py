"""What the city prepares before and around a procedure: its people, its notices, its pieces."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from portal.decisions import Refused

from ...actions.journal import log
from ..enums import InquiryReason, MemberRole, NoticeMedium
from ..models import DossierPiece, Inquiry, InquiryMember, NoticePublication
from .register import held_register

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.cms.models import PortalDocument


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
    proof: "PortalDocument | None",
    by: "User | None",
) -> NoticePublication:
    """Notes where and when the notice was published, with its proof."""
    made = NoticePublication.objects.create(
        inquiry=inquiry,
        medium=medium,
        title=title.strip(),
        published_on=published_on,
        is_reminder=is_reminder,
        proof=proof,
    )
    log("inquiry.notice_noted", user=by, activity=inquiry.pk, medium=str(medium))
    return made


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
