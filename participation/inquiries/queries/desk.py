"""What the desk of a procedure shows: what lacks, what is due, what waits to be published."""

from dataclasses import dataclass
from datetime import date, datetime

from .. import rules
from ..due_rules import Due, notice_due, reminder_due
from ..models import (
    Addition,
    DossierPiece,
    Inquiry,
    InquiryDocument,
    InquiryMember,
    NoticePublication,
    Register,
)
from ..notice_rules import Publicity, publicity
from ..opening_rules import Facts, Missing, demanded_of, is_answered, missing
from .procedures import due_of, facts_of, kept_until_of, register_of


@dataclass(frozen=True)
class Demanded:
    """A piece that the regime demands, and whether the dossier answers."""

    label: str
    reference: str
    is_there: bool


@dataclass(frozen=True)
class ProcedureDesk:
    """The desk at one moment."""

    register: Register | None
    missing: list[Missing]
    demanded: list[Demanded]
    pieces: list[DossierPiece]
    additions: list[Addition]
    members: list[InquiryMember]
    notices: list[NoticePublication]
    publicity: list[Publicity]
    documents: list[InquiryDocument]
    due: list[Due]
    notice_by: date | None
    reminder_by: date | None
    kept_until: datetime | None
    may_release: bool

    @property
    def is_announced(self) -> bool:
        """Whether the procedure is announced: its order and dossier are fixed."""
        return self.register is not None and self.register.announced_at is not None


def desk_of(inquiry: Inquiry, at: datetime) -> ProcedureDesk:
    """Everything about a procedure for those who run it, in a dozen queries."""
    facts = facts_of(inquiry)
    register = register_of(inquiry)
    announced = register is not None and register.announced_at is not None
    until = kept_until_of(inquiry)
    documents = inquiry.documents.select_related("publication").order_by("filed_at", "pk")
    notices = list(inquiry.notices.all())
    return ProcedureDesk(
        register=register,
        missing=[] if announced else missing(facts, at),
        demanded=_demanded(facts),
        pieces=list(facts.pieces),
        additions=list(inquiry.additions.all()),
        members=list(facts.members),
        notices=notices,
        publicity=publicity(inquiry, notices),
        documents=list(documents),
        due=due_of(inquiry) if announced else [],
        notice_by=notice_due(inquiry),
        reminder_by=reminder_due(inquiry),
        kept_until=until,
        may_release=announced
        and register is not None
        and register.released_at is None
        and bool(rules.may_release(register, until, at)),
    )


def _demanded(facts: Facts) -> list[Demanded]:
    wanted = demanded_of(facts.demanded, has_assessment=facts.inquiry.has_assessment)
    answered = {
        one.alternative for one in wanted if one.alternative and is_answered(one, facts.pieces)
    }
    return [
        Demanded(
            label=one.label,
            reference=one.reference,
            is_there=is_answered(one, facts.pieces) or one.alternative in answered,
        )
        for one in wanted
    ]
