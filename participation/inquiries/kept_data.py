"""What the rooms of procedures keep about a person: mails kept aside, pages that wait, seats."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.personal_data import (
    Authored,
    DataSource,
    Person,
    Taken,
    register_source,
    staff_source,
)
from portal.accounts.second_factors import register_need
from portal.privacy.registry import register_processing, register_rule
from portal.privacy.retention import rule
from portal.security.registry import register_events

from .actions import room_forgetting as forgetting
from .events import EVENTS
from .queries.seats import holds_key
from .room_processings import ROOMS


def _kept(person: Person) -> Iterable[Taken]:
    for mail in forgetting.mails_of(person.emails).order_by("received_at", "pk"):
        yield Taken.of(
            ("kind", _("What"), _("Mail kept aside")),
            ("procedure", pgettext_lazy("inquiry", "Procedure"), str(mail.inquiry or "")),
            ("received_at", _("Received on"), mail.received_at),
            ("subject", _("Subject"), mail.subject),
            ("email", _("E-mail address"), mail.sender),
        )
    for page in forgetting.pages_of(person.emails).order_by("keyed_at", "pk"):
        yield Taken.of(
            ("kind", _("What"), _("Page keyed in")),
            ("procedure", pgettext_lazy("inquiry", "Procedure"), page.inquiry.title),
            ("text", _("Observation"), page.text),
            ("name", _("Name"), page.name),
            ("email", _("E-mail address"), page.email),
        )
    for sent in forgetting.invitations_of(person.emails).order_by("sent_at", "pk"):
        yield Taken.of(
            ("kind", _("What"), _("Invitation into a procedure")),
            ("procedure", pgettext_lazy("inquiry", "Procedure"), sent.member.inquiry.title),
            ("email", _("E-mail address"), sent.email),
        )


def _erase(person: Person, at: datetime) -> int:
    return forgetting.forget_person(emails=person.emails, at=at)


ROOM = DataSource(
    "inquiry_room",
    _("Mails kept aside, pages keyed in and invitations of procedures"),
    _kept,
    _erase,
    fate=_("Addresses, mails kept aside and names on pages that wait are erased."),
)

WORK = staff_source(
    "inquiry_work",
    _("Work in public procedures: seats, pages keyed in, documents, decisions"),
    (
        Authored("inquiries.Register", "announced_by", "announced_at"),
        Authored("inquiries.Addition", "added_by", "added_at"),
        Authored("inquiries.NoticePublication", "noted_by", "noted_at"),
        Authored("inquiries.InquiryMember", "user", "named_at"),
        Authored("inquiries.InquiryDocument", "filed_by", "filed_at"),
        Authored("inquiries.DocumentPublication", "published_by", "published_at"),
        Authored("inquiries.Extension", "decided_by", "decided_at"),
        Authored("inquiries.Postponement", "decided_by", "decided_at"),
        Authored("inquiries.Masking", "decided_by", "decided_at"),
        Authored("inquiries.ApplicantReply", "replied_by", "replied_at"),
        Authored("inquiries.Observation", "keyed_by", "recorded_at"),
        Authored("inquiries.MemberInvitation", "sent_by", "sent_at"),
        Authored("inquiries.MemberInvitation", "accepted_by", "accepted_at"),
        Authored("inquiries.MemberInvitation", "ended_by", "ended_at"),
        Authored("inquiries.KeyedPage", "keyed_by", "keyed_at"),
        Authored("inquiries.KeyedPage", "verified_by", "verified_at"),
        Authored("inquiries.RoomRecord", "written_by", "written_at"),
        Authored("inquiries.MailMessage", "settled_by", "settled_at"),
    ),
)

MAILS = rule(
    "inquiries.mails",
    _("Mails kept aside of registers"),
    days="INQUIRY_ADDRESS_DAYS",
    erase=forgetting.erase_old_mails,
    order=106,
)


def register() -> None:
    """Registers what rooms keep, their security events, and who needs a second factor."""
    register_need(holds_key)
    register_events(EVENTS)
    register_processing(ROOMS)
    register_rule(MAILS)
    register_source(ROOM)
    register_source(WORK)
