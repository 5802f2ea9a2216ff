"""Seats of a procedure: a named member invited, who takes the key, who loses it, in public."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.decisions import Refused, require
from portal.security.actions import record_event

from ...actions.journal import log
from .. import room_mails, room_rules
from ..models import InquiryMember, MemberInvitation
from ..queries.seats import is_of_city
from ..room_enums import RoomReason

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def invite_member(
    *, member: InquiryMember, email: str, by: "User", at: datetime
) -> MemberInvitation:
    """Sends a named member the key of the room; a former key that nobody took is void.

    Raises Refused(ALREADY_SEATED).
    """
    InquiryMember.objects.select_for_update().get(pk=member.pk)
    standing = _standing(member)
    require(room_rules.may_invite(member, standing))
    if standing is not None:
        standing.ended_at, standing.ended_by = at, by
        standing.end_reason = "–"
        standing.save(update_fields=["ended_at", "ended_by", "end_reason"])
    made = MemberInvitation.objects.create(
        member=member, email=email.strip().lower(), sent_at=at, sent_by=by
    )
    log("seat.invited", user=by, activity=member.inquiry_id, member=member.pk, role=member.role)
    record_event("inquiries.seat.invited", actor=by, at=at, member=member.pk, role=member.role)
    room_mails.mail_invitation(made)
    return made


def _standing(member: InquiryMember) -> MemberInvitation | None:
    return MemberInvitation.objects.standing().filter(member=member).first()


@transaction.atomic
def accept_invitation(
    *, invitation: MemberInvitation, user: "User", addresses: frozenset[str], at: datetime
) -> InquiryMember:
    """Gives the seat to an account that proved the address invited.

    Raises Refused (INVITATION_OVER, NOT_THIS_ADDRESS, OF_THE_CITY, ALREADY_SEATED).
    """
    held = MemberInvitation.objects.select_for_update().filter(pk=invitation.pk).first()
    require(room_rules.may_accept(held, addresses=addresses, is_of_city=is_of_city(user)))
    assert held is not None  # noqa: S101 (the rule refused)
    member = held.member
    others = InquiryMember.objects.filter(inquiry=member.inquiry_id, user=user)
    if others.exclude(pk=member.pk).exists():
        # Nobody leads and carries the project at once.
        raise Refused(RoomReason.ALREADY_SEATED)
    member.user = user
    member.save(update_fields=["user"])
    held.accepted_by, held.accepted_at = user, at
    held.save(update_fields=["accepted_by", "accepted_at"])
    log("seat.taken", user=user, activity=member.inquiry_id, member=member.pk)
    record_event("inquiries.seat.taken", actor=user, at=at, member=member.pk, role=member.role)
    return member


@transaction.atomic
def withdraw_seat(*, invitation: MemberInvitation, reason: str, by: "User", at: datetime) -> None:
    """Takes a key back, for a reason that stays; who held it is told. Raises Refused(SEAT_OVER)."""
    held = MemberInvitation.objects.select_for_update().get(pk=invitation.pk)
    if held.ended_at is not None:
        raise Refused(RoomReason.SEAT_OVER)
    held.ended_at, held.ended_by, held.end_reason = at, by, reason
    held.save(update_fields=["ended_at", "ended_by", "end_reason"])
    member = held.member
    member.user = None
    member.save(update_fields=["user"])
    log("seat.withdrawn", user=by, activity=member.inquiry_id, member=member.pk)
    record_event("inquiries.seat.withdrawn", actor=by, at=at, member=member.pk, role=member.role)
    room_mails.mail_withdrawn(held)
