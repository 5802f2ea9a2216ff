"""What the public page of a procedure shows, beside its register."""

from dataclasses import dataclass
from datetime import datetime

from ..due_rules import Due
from ..enums import NoticeMedium
from ..models import (
    Addition,
    ApplicantReply,
    DossierPiece,
    Extension,
    Inquiry,
    InquiryDocument,
    InquiryMember,
    InquiryPlace,
    InquirySession,
    NoticePublication,
    Postponement,
    Register,
)
from .procedures import dossier_of, due_of, kept_until_of, register_of


def inquiry_of(slug: str) -> Inquiry | None:
    """The procedure with its regime, counters, department, order and verdict, in one query."""
    found = Inquiry.objects.select_related(
        "regime", "tally", "department", "promise_verdict", "order_document"
    )
    return found.filter(slug=slug).first()


@dataclass(frozen=True)
class InquiryPage:
    """All that the page of a procedure shows, apart from its observations."""

    register: Register | None
    dossier: list[DossierPiece]
    additions: list[Addition]
    places: list[InquiryPlace]
    sessions: list[InquirySession]
    members: list[InquiryMember]
    notices: list[NoticePublication]
    extensions: list[Extension]
    postponements: list[Postponement]
    documents: list[InquiryDocument]
    replies: list[ApplicantReply]
    due: list[Due]
    kept_until: datetime | None

    @property
    def count(self) -> int:
        """How many observations the register holds."""
        return self.register.last_number if self.register else 0

    @property
    def first_dossier(self) -> list[DossierPiece]:
        """The pieces of the dossier as it was announced."""
        return [piece for piece in self.dossier if piece.addition_id is None]


def page_of(inquiry: Inquiry) -> InquiryPage:
    """What the page shows, in a dozen queries whatever the dossier."""
    register = register_of(inquiry)
    if register is not None:
        register.inquiry = inquiry
    pieces = dossier_of(inquiry)
    return InquiryPage(
        register=register,
        dossier=pieces,
        additions=_additions(inquiry, pieces),
        places=list(inquiry.places.all()),
        sessions=sorted(inquiry.sessions.all(), key=lambda one: one.starts_at),
        members=list(inquiry.members.all()),
        notices=list(inquiry.notices.exclude(medium=NoticeMedium.WEBSITE)),
        extensions=list(inquiry.extensions.all()),
        postponements=list(inquiry.postponements.all()),
        documents=public_documents(inquiry),
        # On a theme; those to one observation stand with it.
        replies=list(inquiry.replies.filter(observation=None)),
        due=due_of(inquiry),
        kept_until=kept_until_of(inquiry),
    )


def _additions(inquiry: Inquiry, pieces: list[DossierPiece]) -> list[Addition]:
    """The additions, the latest first, each with its `added` pieces."""
    found = list(inquiry.additions.order_by("-added_at", "-pk"))
    for addition in found:
        added = [piece for piece in pieces if piece.addition_id == addition.pk]
        addition.added = added  # type: ignore[attr-defined]
    return found


def public_documents(inquiry: Inquiry) -> list[InquiryDocument]:
    """The documents that are public, in the order filed. One query."""
    found = InquiryDocument.objects.filter(inquiry=inquiry.pk, publication__isnull=False)
    documents = list(found.select_related("publication").order_by("filed_at", "pk"))
    for document in documents:
        document.inquiry = inquiry
    return documents
