"""Who holds which seat of a procedure, and who works for the city."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from portal.sealed import BadSeal, unseal

from ..models import Inquiry, InquiryMember, MemberInvitation

if TYPE_CHECKING:
    from portal.accounts.models import User

_DAY = 86_400


def is_of_city(user: "User") -> bool:
    """Whether this account works for the city on this portal, in whatever capacity."""
    return bool(
        user.is_superuser
        or user.is_staff
        or user.is_agent
        or user.groups.exists()
        or user.user_permissions.exists()
    )


def key_of(user: "User", inquiry: Inquiry) -> MemberInvitation | None:
    """The key of this procedure that this account holds, or held last; one query."""
    keys = MemberInvitation.objects.filter(accepted_by=user, member__inquiry=inquiry)
    found: MemberInvitation | None = (
        keys.select_related("member").order_by("ended_at", "-pk").filter(ended_at=None).first()
        or keys.select_related("member").order_by("-ended_at", "-pk").first()
    )
    return found


def seats_of(user: "User") -> "QuerySet[MemberInvitation]":
    """The keys that this account holds, with their procedures, the next to close first."""
    held = MemberInvitation.objects.accepted().filter(accepted_by=user)
    # Being prepared, or public; one that was withdrawn is no longer anybody's work.
    shown = Q(member__inquiry__live=True) | Q(member__inquiry__register=None)
    shown |= Q(member__inquiry__register__announced_at=None)
    return (
        held.filter(shown)
        .select_related("member__inquiry")
        .order_by("-member__inquiry__closes_at", "pk")
    )


def members_with_keys(inquiry: Inquiry) -> "list[InquiryMember]":
    """The named members, each with its standing invitation as `key`; two queries."""
    members = list(InquiryMember.objects.filter(inquiry=inquiry).order_by("pk"))
    keys = MemberInvitation.objects.standing().filter(member__in=members)
    by_member = {key.member_id: key for key in keys.select_related("accepted_by")}
    for member in members:
        member.key = by_member.get(member.pk)  # type: ignore[attr-defined]
    return members


def sealed_invitation(seal: str, token: str, *, days: int) -> MemberInvitation | None:
    """The invitation that a mailed link names; None when it is not ours, too old or replaced."""
    try:
        pk, number = unseal(seal, token, seconds=days * _DAY)
    except (BadSeal, ValueError):
        return None
    found = MemberInvitation.objects.select_related("member__inquiry")
    return found.filter(pk=pk, number=number).first()


def holds_key(user: "User") -> bool:
    """Whether this account enters the room of some procedure; one query."""
    return MemberInvitation.objects.accepted().filter(accepted_by=user).exists()
