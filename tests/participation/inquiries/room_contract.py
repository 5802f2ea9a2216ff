"""What the rooms of procedures bring to the contract of regulated consultations."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from participation.inquiries.actions import (
    GivenPiece,
    add_to_dossier,
    announce_inquiry,
    extend_inquiry,
    file_document,
    mask,
    note_notice,
    postpone_step,
    publish_document,
    reply_to_observation,
)
from participation.inquiries.actions.seats import withdraw_seat
from participation.inquiries.enums import (
    DocumentKind,
    MaskingGround,
    MemberRole,
    NoticeMedium,
    ObservationChannel,
    PieceKind,
    Step,
)
from participation.inquiries.models import (
    InquiryMember,
    KeyedPage,
    MailMessage,
    MemberInvitation,
    RoomRecord,
)
from participation.inquiries.room_enums import MailProblem, MailState, RecordKind
from tests.access.needs import CLOSED, For, Kind, staff
from tests.factories.inquiries import announced, observation, pdf_of, prepared
from tests.factories.inquiry_rooms import seated
from tests.support import clock


def nobody(user: Any, world: Any) -> bool:
    """No right opens a room, not even every right (docs/decisions/0029)."""
    return False


KEY = For(Kind.STAFF, (nobody,))
RUN, KEY_IN = staff("inquiries.run_inquiry"), staff("inquiries.key_in_observation")
INSIDE = (("espace/invitation/<str:token>/", CLOSED), ("espace/*", KEY))
DESK = (
    ("inquiries_seats", RUN),
    ("inquiries_lost_mail*", RUN),
    ("inquiries_page*", KEY_IN),
    ("inquiries_scan", KEY_IN),
    ("inquiries_poster", RUN),
    ("inquiries_certificate", RUN),
    ("inquiries_proof", RUN),
)
# What fills the holes of addresses inside a room: a stranger meets the door before anything else.
VALUES = {"number": 1, "pk": 1, "filename": "x.pdf", "ending": "csv", "token": "faux"}
_WRITTEN = (
    "",
    "invitation/<str:token>/",
    "projet/",
    "projet/pieces/<int:pk>/<str:filename>",
    "projet/preuves/<int:pk>/<str:filename>",
    "observations/",
    "observations/<int:number>/",
    "observations/<int:number>/fichiers/<int:pk>/<str:filename>",
    "themes/",
    "saisie/",
    "saisie/<int:pk>/",
    "saisie/<int:pk>/scan/",
    "courriels/",
    "courriels/<int:pk>/",
    "dossier/",
    "prolonger/",
    "journal/",
    "reponses/",
    "documents/",
    "documents/<int:pk>/<str:filename>",
    "exports/",
    "exports/registre.<str:ending>",
    "exports/tomes/<int:number>.pdf",
)


def _asked(rest: str, slugs: tuple[str, ...]) -> Any:
    for hole, value in VALUES.items():
        for kind in ("int", "str"):
            rest = rest.replace(f"<{kind}:{hole}>", str(value))
    return lambda world: [f"/participer/{slug}/espace/{rest}" for slug in slugs]


def leaks(slugs: tuple[str, ...]) -> dict[str, Any]:
    """Every address of the room, asked for in each procedure."""
    return {f"espace/{rest}": _asked(rest, slugs) for rest in _WRITTEN}


_WORK, _ROOM, _CITY = "inquiry_work", "inquiry_room", "of the city"
FIELDS = {
    "inquiries.Addition.added_by": _WORK,
    "inquiries.ApplicantReply.replied_by": _WORK,
    "inquiries.DocumentPublication.published_by": _WORK,
    "inquiries.DossierPiece.file": _CITY,
    "inquiries.Extension.decided_by": _WORK,
    "inquiries.InquiryDocument.file": _CITY,
    "inquiries.InquiryDocument.filed_by": _WORK,
    "inquiries.InquiryMember.user": _WORK,
    "inquiries.KeyedPage.email": _ROOM,
    "inquiries.KeyedPage.file": _ROOM,
    "inquiries.KeyedPage.keyed_by": _WORK,
    "inquiries.KeyedPage.verified_by": _WORK,
    "inquiries.MailMessage.raw": _ROOM,
    "inquiries.MailMessage.sender": _ROOM,
    "inquiries.MailMessage.settled_by": _WORK,
    "inquiries.Masking.decided_by": _WORK,
    "inquiries.MemberInvitation.accepted_by": _WORK,
    "inquiries.MemberInvitation.email": _ROOM,
    "inquiries.MemberInvitation.ended_by": _WORK,
    "inquiries.MemberInvitation.sent_by": _WORK,
    "inquiries.NoticePublication.file": _CITY,
    "inquiries.NoticePublication.noted_by": _WORK,
    "inquiries.Observation.keyed_by": _WORK,
    "inquiries.ObservationFile.file": "observations",
    "inquiries.Postponement.decided_by": _WORK,
    "inquiries.Register.announced_by": _WORK,
    "inquiries.RoomRecord.written_by": _WORK,
}


def keyed(inquiry: Any, at: datetime, **fields: Any) -> KeyedPage:
    """A page keyed in that waits for a second person."""
    given = {"source": "registre, page 1", "text": "Oui.", "form_token": "page", **fields}
    return KeyedPage.objects.create(
        inquiry=inquiry, received_at=inquiry.opens_at, keyed_at=at, **given
    )


def lost_mail() -> MailMessage:
    """A mail that names no procedure."""
    mail = MailMessage(
        digest="e" * 64,
        state=MailState.ASIDE,
        problem=MailProblem.UNKNOWN_ADDRESS,
        received_at=clock.NOW,
        taken_at=clock.NOW,
    )
    mail.raw.save("mail.eml", ContentFile(b"Subject: x"))
    return mail


def leave_traces(user: Any, at: datetime) -> None:
    """Somebody who ran a procedure, led another, wrote to a third by mail and on paper."""
    _seats_and_papers(user, at)
    inquiry = prepared(slug="enquete-menee")
    announce_inquiry(inquiry=inquiry, by=user, at=clock.NOW)
    member = inquiry.members.get()
    member.user = user
    member.save(update_fields=["user"])
    during, after = clock.during(inquiry), clock.after(inquiry)
    pieces = [GivenPiece(kind=PieceKind.OTHER, title="Étude", file=pdf_of())]
    add_to_dossier(inquiry=inquiry, pieces=pieces, reason="Demandée", by=user, at=during)
    line = observation(inquiry, keyed_by=user, channel=ObservationChannel.PAPER, source="p. 1")
    mask(observation=line, by=member, ground=MaskingGround.INSULT, reason="Injure", at=during)
    extend_inquiry(
        inquiry=inquiry,
        by=member,
        to_moment=inquiry.closes_at + timedelta(days=1),
        reason="Affluence",
        at=during,
    )
    after += timedelta(days=2)
    until = (after + timedelta(days=90)).date()
    postpone_step(
        inquiry=inquiry, by=member, step=Step.REPORT, until=until, reason="Santé", at=after
    )
    minutes = file_document(
        inquiry=inquiry,
        kind=DocumentKind.MINUTES,
        title="Synthèse",
        given=pdf_of(),
        by=member,
        at=after,
    )
    publish_document(document=minutes, by=user, at=after)


def _notice(inquiry: Any, user: Any, at: datetime) -> None:
    note_notice(
        inquiry=inquiry,
        medium=NoticeMedium.POSTER,
        title="Quai",
        published_on=at.date(),
        is_reminder=False,
        by=user,
        at=at,
    )


def _seats_and_papers(user: Any, at: datetime) -> None:
    inquiry = announced(slug="enquete-traces", mailbox="traces@ville.example")
    # Of the city: she answers for the project.
    seated(inquiry, MemberRole.APPLICANT, user=user)
    member = InquiryMember.objects.get(inquiry=inquiry, user=user)
    reply_to_observation(
        inquiry=inquiry, by=member, subject="Arbres", text="Gardés.", at=clock.during(inquiry)
    )
    _notice(inquiry, user, at)
    key = MemberInvitation.objects.get(accepted_by=user)
    withdraw_seat(invitation=key, reason="Fin de mission", by=user, at=at)
    MemberInvitation.objects.update(sent_by=user)
    RoomRecord.objects.create(
        inquiry=inquiry,
        kind=RecordKind.VISIT,
        happened_on=at.date(),
        text="Vu.",
        written_at=at,
        written_by=user,
    )
    keyed(inquiry, at, name=user.display_name, email=user.email, keyed_by=user)
    keyed(inquiry, at, form_token="deux", verified_by=user)
    MailMessage.objects.create(
        inquiry=inquiry,
        digest="d" * 64,
        state=MailState.ASIDE,
        problem=MailProblem.EMPTY,
        received_at=clock.NOW,
        taken_at=clock.NOW,
        sender=user.email,
        subject=user.display_name,
        settled_by=user,
    )
