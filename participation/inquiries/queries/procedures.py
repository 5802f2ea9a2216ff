"""What rules and pages ask of one procedure, each in one query or a few."""

from datetime import datetime
from typing import TYPE_CHECKING

from .. import rules
from ..due_rules import Due, due_steps
from ..enums import OUTCOMES
from ..models import (
    DocumentPublication,
    DossierPiece,
    Inquiry,
    InquiryMember,
    Observation,
    Register,
)
from ..opening_rules import Facts

if TYPE_CHECKING:
    from portal.accounts.rules import Reader


def register_of(inquiry: Inquiry) -> Register | None:
    """The register with its procedure and regime; None before it is announced. One query."""
    found = Register.objects.select_related("inquiry__regime")
    return found.filter(pk=inquiry.pk).first()


def member_of(inquiry: Inquiry, user: "Reader") -> InquiryMember | None:
    """In which capacity this account takes part in this procedure, if in any. One query."""
    if user is None or not user.is_authenticated or not user.is_active:
        return None
    return InquiryMember.objects.filter(inquiry=inquiry, user=user.pk).first()


def dossier_of(inquiry: Inquiry) -> list[DossierPiece]:
    """The pieces of the dossier in their order, each with its addition. One query."""
    pieces = DossierPiece.objects.filter(inquiry=inquiry).select_related("addition")
    found = list(pieces.order_by("rank", "pk"))
    for piece in found:
        piece.inquiry = inquiry
    return found


def facts_of(inquiry: Inquiry) -> Facts:
    """What the rules of the announcement ask; five queries, from what is saved."""
    return Facts(
        inquiry=inquiry,
        demanded=list(inquiry.regime.pieces.all()),
        pieces=dossier_of(inquiry),
        members=list(inquiry.members.all()),
        sessions=list(inquiry.sessions.all()),
        places=inquiry.places.count(),
    )


def first_end_of(inquiry: Inquiry) -> datetime:
    """The end as it was announced, before any extension. One query."""
    first = inquiry.extensions.order_by("decided_at", "pk").first()
    return first.from_moment if first else inquiry.closes_at


def due_of(inquiry: Inquiry) -> list[Due]:
    """What is due after the closing, and when each was done. Two queries."""
    filed = dict(inquiry.documents.order_by("-filed_at").values_list("kind", "filed_at"))
    postponed = inquiry.postponements.order_by("pk").values_list("step", "until")
    return due_steps(inquiry, filed=filed, postponed=postponed)


def kept_until_of(inquiry: Inquiry) -> datetime | None:
    """Until when it stays on the site, if its outcome is published. One query."""
    published = DocumentPublication.objects.filter(
        document__inquiry=inquiry, document__kind__in=OUTCOMES
    )
    moments = published.values_list("published_at", flat=True)
    return rules.kept_until(moments, inquiry.regime.publication_days)


def receipt_address(typed: str) -> str | None:
    """Where the receipt of an observation is read, however its number was typed. One query."""
    found: Observation | None = Observation.objects.select_related("inquiry").by_receipt(typed)  # type: ignore[attr-defined]
    return found.receipt_url if found and found.inquiry.live else None


def proves_procedure(document: int) -> bool:
    """Whether this document is the order of an announced procedure. One query."""
    announced = Inquiry.objects.filter(register__announced_at__isnull=False)
    return announced.filter(order_document=document).exists()
