"""Mails of the room: invitations, what came out of time, due dates; nobody's words in them."""

import hashlib

from django.utils.translation import gettext as _

from portal.cms.french_dates import date_and_hour, long_date
from portal.notifications.mails import Delivery
from portal.sealed import seal

from ..notifications.letters import Letter
from .due_rules import Due
from .models import Inquiry, MemberInvitation

SEAL = "inquiries.invitation"
# What answers by itself says so, so that no other machine answers it (RFC 3834).
AUTOMATIC = {"Auto-Submitted": "auto-replied", "Precedence": "bulk"}


def invitation_path(invitation: MemberInvitation) -> str:
    """The sealed address by which a named member takes their seat."""
    token = seal(SEAL, invitation.pk, invitation.number)
    return invitation.member.inquiry.page("room_invitation", token=token)


def mail_invitation(invitation: MemberInvitation) -> None:
    """The key of the room, to the address that the authority gave."""
    member = invitation.member
    words = {
        "role": str(member.get_role_display()),
        "inquiry": member.inquiry.title,
        "authority": member.inquiry.authority,
    }
    paragraphs = [
        _("You are named in the procedure “%(inquiry)s”, in this capacity: %(role)s.") % words,
        _(
            "Follow this link, sign in or open an account with this address, and protect it with "
            "a second factor: the room of the procedure is then open to you, and closed to others."
        ),
        _("This link works for %(days)d days.") % {"days": INVITATION_DAYS},
    ]
    Letter(
        to=invitation.email,
        subject=_("Your room for a public procedure"),
        paragraphs=paragraphs,
        label=_("Take my seat"),
        path=invitation_path(invitation),
        why=_(
            "You receive this message because the authority that organises this procedure gave "
            "your address. If you are not this person, do nothing."
        ),
        delivery=Delivery(dedup=f"inquiry-invitation:{invitation.pk}"),
    ).send()


INVITATION_DAYS = 30


def mail_withdrawn(invitation: MemberInvitation) -> None:
    """The seat was withdrawn, and why."""
    member = invitation.member
    said = _("Your access to the room of the procedure “%(inquiry)s” was withdrawn.")
    Letter(
        to=invitation.email,
        subject=_("Your access to a procedure was withdrawn"),
        paragraphs=[said % {"inquiry": member.inquiry.title}, invitation.end_reason],
        label=_("See the procedure"),
        path=member.inquiry.url,
        why=_("You receive this message because you had been invited into this procedure."),
        delivery=Delivery(dedup=f"inquiry-withdrawn:{invitation.pk}"),
    ).send()


def mail_out_of_time(inquiry: Inquiry, to: str, *, late: bool) -> None:
    """What came by mail is not in the register, because it was not open."""
    if late:
        said = _("Your message came after the closing of the register, on %(moment)s.")
        moment = inquiry.closes_at
    else:
        said = _("Your message came before the opening of the register, on %(moment)s.")
        moment = inquiry.opens_at
    paragraphs = [
        said % {"moment": date_and_hour(moment)},
        _("It is not in the register: only what comes while the register is open may be."),
    ]
    if not late:
        paragraphs.append(_("Send it again from that moment on."))
    Letter(
        to=to,
        subject=_("Your message is not in the register"),
        paragraphs=paragraphs,
        label=_("See the procedure"),
        path=inquiry.url,
        why=_("This answer is automatic: you wrote to the address of this procedure."),
        delivery=Delivery(headers=AUTOMATIC),
    ).send()


def mail_too_big(inquiry: Inquiry, to: str) -> None:
    """What came by mail is larger than what the register reads: it is not lost, nor in it."""
    Letter(
        to=to,
        subject=_("Your message is not in the register"),
        paragraphs=[
            _("Your message is too large to be read: it is not in the register."),
            _("Send it again with lighter files, or use the form on the page of the procedure."),
        ],
        label=_("See the procedure"),
        path=inquiry.url,
        why=_("This answer is automatic: you wrote to the address of this procedure."),
        delivery=Delivery(headers=AUTOMATIC),
    ).send()


def mail_due(inquiry: Inquiry, to: str, *, due: Due, late: bool, path: str) -> None:
    """A date of the procedure comes near, or passed without what was due."""
    words = {"step": str(due.step.label), "day": long_date(due.by)}
    said = _("%(step)s: due on %(day)s.") % words
    if late:
        said = _("%(step)s was due on %(day)s, and is not there yet.") % words
    key = hashlib.sha256(f"{to}:{due.step}:{due.by}:{late}".encode()).hexdigest()[:32]
    Letter(
        to=to,
        subject=_("A date of a procedure passed") if late else _("A date of a procedure is near"),
        paragraphs=[_("Procedure: %(title)s.") % {"title": inquiry.title}, said],
        label=_("See the dates"),
        path=path,
        why=_("You receive this message because you take part in this procedure, or organise it."),
        delivery=Delivery(dedup=f"inquiry-due:{inquiry.pk}:{key}"),
    ).send()
