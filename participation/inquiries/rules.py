"""When a register receives, who may do what to a procedure, how long it is kept. Pure."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from portal.decisions import ALLOWED, Decision, refuse

from .enums import (
    BY_APPLICANT,
    BY_COMMISSIONER,
    COMMISSIONERS,
    DocumentKind,
    InquiryReason,
    MemberRole,
    RegisterState,
)

if TYPE_CHECKING:
    from .models import Inquiry, InquiryMember, Masking, Regime, Register


def may_deposit(register: "Register | None", received_at: datetime, at: datetime) -> Decision:
    """Whether an observation received at this moment belongs in the register.

    The moment of receipt decides: what is keyed in or fetched later was in time if it came in
    time. The opening is included, the closing excluded.
    """
    if register is None or register.announced_at is None:
        return refuse(InquiryReason.NOT_ANNOUNCED)
    if not register.inquiry.regime.has_register:
        return refuse(InquiryReason.NO_REGISTER)
    if received_at > at:
        return refuse(InquiryReason.RECEIVED_IN_FUTURE)
    state = register.state(received_at)
    if state == RegisterState.DRAFT:
        return refuse(InquiryReason.NOT_ANNOUNCED)
    if state == RegisterState.ANNOUNCED:
        return refuse(InquiryReason.BEFORE_OPENING)
    if state == RegisterState.CLOSED:
        return refuse(InquiryReason.AFTER_CLOSING)
    return ALLOWED


def leads(member: "InquiryMember | None") -> Decision:
    """Whether this person keeps the register: commissioner, chair or guarantor."""
    if member is None or member.role not in COMMISSIONERS:
        return refuse(InquiryReason.NOT_COMMISSIONER)
    return ALLOWED


def applies(member: "InquiryMember | None") -> Decision:
    """Whether this person answers for the project."""
    if member is None or member.role != MemberRole.APPLICANT:
        return refuse(InquiryReason.NOT_APPLICANT)
    return ALLOWED


def reads_all(member: "InquiryMember | None") -> bool:
    """Whether this person reads what is hidden from the public: who leads, and State services."""
    return member is not None and member.role in {*COMMISSIONERS, MemberRole.STATE}


def may_mask(last: "Masking | None", *, hides: bool, reason: str) -> Decision:
    """Whether words may be hidden, or shown again, given the last event about them."""
    if not reason.strip():
        return refuse(InquiryReason.REASON_MISSING)
    is_hidden = last is not None and last.hides
    if hides and is_hidden:
        return refuse(InquiryReason.ALREADY_MASKED)
    if not hides and not is_hidden:
        return refuse(InquiryReason.NOT_MASKED)
    return ALLOWED


def latest_end(regime: "Regime", first_end: datetime) -> datetime | None:
    """The latest moment to which a procedure may be extended; None when it may not be."""
    if regime.extension_days is None:
        return None
    return first_end + timedelta(days=regime.extension_days)


def may_extend(
    inquiry: "Inquiry",
    register: "Register | None",
    *,
    first_end: datetime,
    to_moment: datetime,
    reason: str,
    at: datetime,
) -> Decision:
    """Whether the procedure may end at this later moment; `first_end` is the announced end.

    All extensions together stay within the limit of the regime.
    """
    latest = latest_end(inquiry.regime, first_end)
    if register is None or register.announced_at is None:
        return refuse(InquiryReason.NOT_ANNOUNCED)
    if latest is None:
        return refuse(InquiryReason.NO_EXTENSION)
    if at >= inquiry.closes_at:
        return refuse(InquiryReason.EXTENSION_TOO_LATE)
    if to_moment <= inquiry.closes_at:
        return refuse(InquiryReason.EXTENSION_TOO_SHORT)
    if to_moment > latest:
        return refuse(InquiryReason.EXTENSION_TOO_LONG)
    if not reason.strip():
        return refuse(InquiryReason.REASON_MISSING)
    return ALLOWED


def may_file(
    kind: str,
    register: "Register | None",
    *,
    filed: Collection[str],
    opinion: str,
    at: datetime,
) -> Decision:
    """Whether a document of this kind may be filed now, given the kinds already filed.

    What concludes comes after the closing; conclusions come apart from the report, after it.
    """
    if register is None or register.announced_at is None:
        return refuse(InquiryReason.NOT_ANNOUNCED)
    if kind != DocumentKind.ADDED and register.state(at) != RegisterState.CLOSED:
        return refuse(InquiryReason.NOT_CLOSED)
    if kind in filed and kind not in {DocumentKind.ADDED, DocumentKind.DECISION}:
        return refuse(InquiryReason.ALREADY_FILED)
    if kind == DocumentKind.CONCLUSIONS and DocumentKind.REPORT not in filed:
        return refuse(InquiryReason.REPORT_FIRST)
    if kind == DocumentKind.CONCLUSIONS and not opinion:
        return refuse(InquiryReason.OPINION_MISSING)
    return ALLOWED


def filed_by_role(kind: str, member: "InquiryMember | None", *, is_authority: bool) -> Decision:
    """Whether this person may file a document of this kind: each party files its own."""
    if kind == DocumentKind.BALANCE and member is not None:
        # Code de l'environnement, art. L121-16-1: the guarantor draws up the report.
        is_guarantor = member.role == MemberRole.GUARANTOR
        return ALLOWED if is_guarantor else refuse(InquiryReason.NOT_AUTHORITY)
    if kind in BY_COMMISSIONER:
        return leads(member)
    if kind in BY_APPLICANT:
        return applies(member)
    return ALLOWED if is_authority else refuse(InquiryReason.NOT_AUTHORITY)


def may_reply(
    register: "Register | None", member: "InquiryMember | None", at: datetime
) -> Decision:
    """Whether the applicant may reply in public now: from the opening, or after the closing."""
    if not applies(member):
        return refuse(InquiryReason.NOT_APPLICANT)
    state = RegisterState.DRAFT if register is None else register.state(at)
    if register is None or state == RegisterState.DRAFT:
        return refuse(InquiryReason.NOT_ANNOUNCED)
    if state == RegisterState.ANNOUNCED:
        return refuse(InquiryReason.BEFORE_OPENING)
    if state == RegisterState.OPEN and not register.inquiry.regime.replies_while_open:
        return refuse(InquiryReason.REPLIES_AFTER)
    return ALLOWED


def kept_until(publications: Iterable[datetime], days: int) -> datetime | None:
    """Until when it stays on the site, from the last outcome published; None before any."""
    last = max(publications, default=None)
    return None if last is None else last + timedelta(days=days)


def may_release(register: "Register | None", until: datetime | None, at: datetime) -> Decision:
    """Whether a procedure may leave the site: once its time after the outcome is over."""
    if register is None or register.announced_at is None or register.released_at is not None:
        return ALLOWED
    if until is None or at < until:
        return refuse(InquiryReason.KEPT_ONLINE)
    return ALLOWED


def may_withdraw(register: "Register | None") -> Decision:
    """Whether the page of a procedure may be withdrawn or deleted: not while the law keeps it."""
    if register is None or register.announced_at is None or register.released_at is not None:
        return ALLOWED
    return refuse(InquiryReason.KEPT_ONLINE)
