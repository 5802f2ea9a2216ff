"""The fictitious regulated consultations: announced in the past, open on the day of the load.

A register only grows: what was loaded once is never moved nor loaded again.
"""

import io
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from participation.inquiries import actions
from participation.inquiries.enums import MemberRole, NoticeMedium, ObservationChannel
from participation.inquiries.models import Inquiry, InquiryPlace, InquirySession, Regime
from portal.cms.models import PortalDocument
from portal.uploads import document

from .demo_activities import moment, numbered
from .demo_inquiry_set import InquiryExample, ObservationExample, PieceExample
from .demo_pdf import small_pdf
from .report import Outcome
from .wanted import Wanted
from .writer import Writer

_TEXTS = (
    "title",
    "introduction",
    "who_decides",
    "authority",
    "applicant",
    "order_number",
    "seat",
    "postal_address",
    "mailbox",
    "responsible_name",
    "responsible_phone",
    "help_contact",
    "report_place",
)


class InquiryLoader:
    """Brings the fictitious procedures, each once."""

    def __init__(self, writer: Writer, *, at: datetime) -> None:
        self.writer = writer
        self.at = at
        self.today = timezone.localdate(at)

    def load(self, example: InquiryExample) -> None:
        """The procedure with its dossier and register; loaded already, it stays as it is."""
        key = f"inquiry/{example.key}"
        if Inquiry.objects.filter(import_key=key).exists():
            self.writer.report.count("inquiry", Outcome.UNCHANGED)
            return
        if self.writer.fingerprints.knows(key):
            return  # Somebody deleted it.
        new = Inquiry(slug=example.slug, **self._order(example), **self._dates(example))
        wanted = Wanted(
            key=key,
            texts={
                **{name: getattr(example, name) for name in _TEXTS},
                "promise": "\n".join(example.promise),
                "decisions": "\n".join(example.decisions),
            },
            defaults={"import_key": key, "is_example": True},
            relations={"commitments": numbered(example.commitments)},
        )
        inquiry: Inquiry = self.writer.snippet("inquiry", wanted, None, new)
        self._prepare(inquiry, example)
        announced = self.at - timedelta(days=example.announced_days_ago)
        actions.announce_inquiry(inquiry=inquiry, by=None, at=announced)
        inquiry = Inquiry.objects.get(pk=inquiry.pk)
        for one in example.additions:
            actions.add_to_dossier(
                inquiry=inquiry,
                pieces=[_piece(one.piece, example.disclaimer)],
                reason=one.reason,
                at=self.at - timedelta(days=one.days_ago),
                by=None,
            )
        for observation in example.observations:
            self._deposit(inquiry, observation)

    def _dates(self, example: InquiryExample) -> dict[str, Any]:
        return {
            "opens_at": moment(self.at, example.opens_in_days, "09:00"),
            "closes_at": moment(self.at, example.closes_in_days, "17:30"),
            "answer_by": self.today + timedelta(days=example.closes_in_days + 30),
        }

    def _order(self, example: InquiryExample) -> dict[str, Any]:
        return {
            "regime": Regime.objects.get(code=example.regime),
            "order_date": self.today - timedelta(days=example.announced_days_ago + 7),
            "order_document": _order(example),
        }

    def _prepare(self, inquiry: Inquiry, example: InquiryExample) -> None:
        for rank, place in enumerate(example.places):
            InquiryPlace.objects.create(inquiry=inquiry, sort_order=rank, **place.model_dump())
        for rank, one in enumerate(example.sessions):
            starts_at = moment(self.at, one.in_days, one.at)
            InquirySession.objects.create(
                inquiry=inquiry,
                sort_order=rank,
                kind=one.kind,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=one.minutes_long),
                place=one.place,
            )
        # The latest revision knows places and sessions too: an editor opens it.
        inquiry = Inquiry.objects.get(pk=inquiry.pk)
        inquiry.save_revision().publish()
        before = self.at - timedelta(days=example.announced_days_ago + 1)
        for piece in example.dossier:
            actions.add_piece(inquiry=inquiry, given=_piece(piece, example.disclaimer), at=before)
        actions.name_member(
            inquiry=inquiry,
            role=MemberRole.COMMISSIONER,
            name=example.commissioner,
            quality=example.commissioner_quality,
            by=None,
        )
        actions.note_notice(
            inquiry=inquiry,
            medium=NoticeMedium.POSTER,
            title=example.posters,
            published_on=timezone.localdate(before),
            is_reminder=False,
            by=None,
            at=before,
        )

    def _deposit(self, inquiry: Inquiry, example: ObservationExample) -> None:
        at = self.at - timedelta(days=example.days_ago)
        given = actions.Deposit(
            channel=ObservationChannel(example.channel),
            received_at=at,
            text=example.text,
            name=example.name,
            source=example.source,
            is_example=True,
        )
        actions.deposit_observation(inquiry=inquiry, given=given, at=at)


def _piece(example: PieceExample, disclaimer: str) -> actions.GivenPiece:
    file = None
    if not example.absence:
        content = small_pdf(example.title, [*example.text, "", disclaimer])
        clean = document(io.BytesIO(content))
        file = actions.GivenFile(clean, f"{example.kind}.pdf")
    return actions.GivenPiece(
        kind=example.kind, title=example.title, file=file, absence=example.absence
    )


def _order(example: InquiryExample) -> PortalDocument:
    title = example.order_title
    content = small_pdf(title, [*example.decisions, "", example.disclaimer])
    known = PortalDocument.objects.filter(title=title).first()
    file = ContentFile(content, name="arrete-exemple.pdf")
    kept = known or PortalDocument.objects.create(title=title, file=file)
    kept.get_file_size()
    return kept
