"""Regulated consultations as a city prepares them; what binds is written by the actions."""

from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from participation.enums import Level
from participation.inquiries.actions import (
    Deposit,
    GivenFile,
    GivenPiece,
    add_piece,
    announce_inquiry,
    deposit_observation,
)
from participation.inquiries.enums import MemberRole, ObservationChannel, PieceKind
from participation.inquiries.models import (
    Inquiry,
    InquiryMember,
    InquiryPlace,
    InquirySession,
    Observation,
    Regime,
    RegimePiece,
)
from portal.accounts.enums import Audience
from portal.accounts.models import User
from portal.cms.models import PortalDocument
from portal.uploads import document
from tests.factories.files import sent_document
from tests.support import clock

PUBLIC_INQUIRY = "enquete-publique"
ELECTRONIC = "participation-electronique"
PARALLEL = "consultation-parallelisee"


def regime_of(code: str = PUBLIC_INQUIRY) -> Regime:
    """A regime as delivered, delivered again where a test emptied the database."""
    if not Regime.objects.filter(code=code).exists():
        for name in ("0002_regimes", "0005_parallel_consultation"):
            delivered = import_module(f"participation.inquiries.migrations.{name}")
            delivered.deliver(Regime, RegimePiece)
    return Regime.objects.get(code=code)


def order_document() -> PortalDocument:
    """The order that opens a procedure, signed."""
    sent = sent_document("arrete.pdf")
    return PortalDocument.objects.create(
        title="Arrêté d’ouverture", file=ContentFile(sent.read(), name="arrete.pdf")
    )


def pdf_of(name: str = "piece.pdf") -> GivenFile:
    """A small PDF that was checked."""
    return GivenFile(document(sent_document(name)), name)


class InquiryFactory(factory.django.DjangoModelFactory[Inquiry]):
    """A published page about a procedure that opens in twenty days, for 33; not announced."""

    class Meta:
        model = Inquiry

    title = factory.Sequence(lambda n: f"Enquête publique {n}")
    slug = factory.Sequence(lambda n: f"enquete-{n}")
    introduction = "Que pensez-vous de ce projet ?"
    promise = "Chaque observation est gardée telle quelle.\nLe rapport est publié."
    level = Level.CONSULTATION
    audience = Audience.EVERYONE
    visibility = Audience.EVERYONE
    regime = factory.LazyFunction(regime_of)
    opens_at = factory.LazyFunction(lambda: clock.days(20).replace(hour=9, minute=0))
    closes_at = factory.LazyFunction(lambda: clock.days(52).replace(hour=17, minute=30))
    decisions = "Le conseil municipal approuve le projet."
    authority = "Le maire d’Ivry-sur-Seine"
    applicant = "Ville d’Ivry-sur-Seine"
    order_number = "2026-118"
    order_date = date(2026, 5, 4)
    order_document = factory.LazyFunction(order_document)
    seat = "Hôtel de ville, esplanade Georges-Marrane"
    postal_address = "Hôtel de ville, à l’attention du commissaire enquêteur"
    mailbox = "enquete@ville.example"
    responsible_name = "Direction de l’aménagement"
    responsible_phone = "01 49 60 25 00"
    help_contact = "01 49 60 25 00, du lundi au vendredi de 9 h à 17 h"
    report_place = "À l’hôtel de ville, pendant un an."
    live = True


def member_of(
    inquiry: Inquiry, role: str = MemberRole.COMMISSIONER, **fields: Any
) -> InquiryMember:
    """A person named for a procedure."""
    given = {"name": "Claude Martin", "quality": "ingénieure en retraite", **fields}
    return InquiryMember.objects.create(inquiry=inquiry, role=role, **given)


def fill_dossier(inquiry: Inquiry, at: datetime = clock.NOW) -> None:
    """A piece for each one that the regime demands."""
    kinds = inquiry.regime.pieces.order_by("sort_order").values_list("kind", "label")
    for kind, label in kinds:
        given = GivenPiece(kind=kind, title=label, file=pdf_of(f"{kind}.pdf"))
        if kind == PieceKind.AUTHORISATIONS:
            given = GivenPiece(kind=kind, title=label, absence="Aucune autre n’est nécessaire.")
        add_piece(inquiry=inquiry, given=given, at=at)


def prepared(**fields: Any) -> Inquiry:
    """A procedure that lacks nothing, not announced yet."""
    inquiry = InquiryFactory.create(**fields)
    begins = inquiry.opens_at + timedelta(days=2)
    session = InquirySession(
        inquiry=inquiry, starts_at=begins, ends_at=begins + timedelta(hours=3), place="Salle 2"
    )
    session.save()
    InquiryPlace.objects.create(
        inquiry=inquiry,
        name="Hôtel de ville",
        address="Esplanade Georges-Marrane",
        hours="Du lundi au vendredi, de 8 h 30 à 17 h",
        has_terminal=True,
    )
    member_of(inquiry)
    fill_dossier(inquiry)
    return inquiry


def announced(**fields: Any) -> Inquiry:
    """A procedure announced now, that opens in twenty days (see clock.at_opening, clock.during)."""
    at = fields.pop("at", clock.NOW)
    inquiry = prepared(**fields)
    announce_inquiry(inquiry=inquiry, by=None, at=at)
    return Inquiry.objects.get(pk=inquiry.pk)


def opened(**fields: Any) -> Inquiry:
    """A procedure whose register is open now, for 23 more days."""
    given = {
        "opens_at": clock.days(-10).replace(hour=9, minute=0),
        "closes_at": clock.days(23).replace(hour=17, minute=30),
        "at": clock.days(-30),
        **fields,
    }
    return announced(**given)


def observation(inquiry: Inquiry, text: str = "Gardez les arbres.", **fields: Any) -> Observation:
    """An observation received during the procedure, unless told otherwise."""
    files = fields.pop("files", ())
    at = fields.pop("at", None)
    received_at = fields.pop("received_at", at or clock.during(inquiry))
    channel = fields.pop("channel", ObservationChannel.WEB)
    given = Deposit(channel=channel, received_at=received_at, text=text, **fields)
    return deposit_observation(inquiry=inquiry, given=given, at=at or received_at, files=files)


def commissioner_account(inquiry: Inquiry, user: User) -> InquiryMember:
    """Gives the commissioner of a procedure this account."""
    member = inquiry.members.commissioners().get()
    member.user = user
    member.save(update_fields=["user"])
    return member


def local(*moment: int) -> datetime:
    """A moment on the city's clock."""
    return datetime(*moment, tzinfo=timezone.get_default_timezone())  # type: ignore[arg-type, misc]
