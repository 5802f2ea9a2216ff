"""Persons seated in the room of a procedure, as invitations seat them."""

from datetime import datetime

from participation.inquiries.actions.seats import accept_invitation, invite_member
from participation.inquiries.enums import MemberRole
from participation.inquiries.models import Inquiry, InquiryMember
from portal.accounts.models import User
from tests.support import clock

from .accounts import SuperuserFactory, UserFactory
from .inquiries import member_of


def seated(
    inquiry: Inquiry,
    role: MemberRole = MemberRole.COMMISSIONER,
    *,
    user: User | None = None,
    at: datetime = clock.NOW,
) -> User:
    """An account that took the seat of this capacity; the member is named first if need be."""
    account = user or UserFactory.create()
    member = inquiry.members.filter(role=role, user=None).first() or member_of(
        inquiry, role, name=f"Personne {role.value}"
    )
    city = User.objects.filter(is_superuser=True).first() or SuperuserFactory.create()
    sent = invite_member(member=member, email=account.email, by=city, at=at)
    addresses = frozenset({account.email.lower()})
    accept_invitation(invitation=sent, user=account, addresses=addresses, at=at)
    return account


def seat_of(inquiry: Inquiry, user: User) -> InquiryMember:
    """The member that this account is."""
    return InquiryMember.objects.get(inquiry=inquiry, user=user)
