"""Who enters the room of a procedure and what they may do there. Pure."""

from typing import TYPE_CHECKING

from portal.decisions import ALLOWED, Decision, refuse

from .enums import COMMISSIONERS
from .room_enums import RoomReason

if TYPE_CHECKING:
    from .models import InquiryMember, KeyedPage, MailMessage, MemberInvitation

TAGS_AT_MOST = 200


def may_hold_seat(role: str, *, is_of_city: bool) -> Decision:
    """Whether an account may hold a seat: who leads never works for the city on this portal.

    Code de l'environnement, art. L123-5: nobody interested in the operation leads an inquiry. An
    account that administers the portal could change what it then judges. The project may be the
    city's own: its agents answer for it.
    """
    return refuse(RoomReason.OF_THE_CITY) if is_of_city and role in COMMISSIONERS else ALLOWED


def may_enter(
    invitation: "MemberInvitation | None",
    *,
    is_of_city: bool,
    asks_factor: bool,
    factor_used: bool,
) -> Decision:
    """Whether somebody enters: by an invitation they accepted, with their second factor.

    No right of the portal counts, not even every right.
    """
    if invitation is None or invitation.accepted_by_id is None:
        return refuse(RoomReason.NOT_YOURS)
    if invitation.ended_at is not None:
        return refuse(RoomReason.SEAT_OVER)
    if not may_hold_seat(invitation.member.role, is_of_city=is_of_city):
        return refuse(RoomReason.OF_THE_CITY)
    if asks_factor and not factor_used:
        return refuse(RoomReason.NO_FACTOR)
    return ALLOWED


def may_invite(member: "InquiryMember", standing: "MemberInvitation | None") -> Decision:
    """Whether a named member may be sent a key: nobody holds the seat already."""
    if standing is not None and standing.accepted_by_id is not None:
        return refuse(RoomReason.ALREADY_SEATED)
    return ALLOWED


def may_accept(
    invitation: "MemberInvitation | None", *, addresses: "frozenset[str]", is_of_city: bool
) -> Decision:
    """Whether an account with these proven addresses takes the seat of an invitation."""
    if invitation is None or invitation.ended_at or invitation.accepted_by_id is not None:
        return refuse(RoomReason.INVITATION_OVER)
    if invitation.email.lower() not in addresses:
        return refuse(RoomReason.NOT_THIS_ADDRESS)
    return may_hold_seat(invitation.member.role, is_of_city=is_of_city)


def may_verify(page: "KeyedPage", by_id: int) -> Decision:
    """Whether this person may compare a page: it waits, and somebody else keyed it in."""
    if page.verified_at is not None:
        return refuse(RoomReason.ALREADY_HANDLED)
    if page.keyed_by_id == by_id:
        return refuse(RoomReason.SAME_PERSON)
    return ALLOWED


def may_discard(page: "KeyedPage") -> Decision:
    """Whether what was keyed in may still be taken back: nobody compared it yet."""
    return ALLOWED if page.verified_at is None else refuse(RoomReason.ALREADY_HANDLED)


def may_settle(mail: "MailMessage") -> Decision:
    """Whether a mail kept aside still waits."""
    return ALLOWED if mail.problem and not mail.settled_at else refuse(RoomReason.ALREADY_HANDLED)


def may_add_tag(count: int, *, taken: bool) -> Decision:
    """Whether a procedure may have one more tag of this name."""
    if taken:
        return refuse(RoomReason.TAG_TAKEN)
    return ALLOWED if count < TAGS_AT_MOST else refuse(RoomReason.TAGS_AT_MOST)
