"""What regulated consultations store: regimes, procedures, dossiers, registers, proceedings."""

from .dossier import Addition, DossierPiece
from .inquiries import Inquiry, InquiryPlace, InquirySession
from .mails import MailMessage
from .members import InquiryMember, NoticePublication
from .proceedings import (
    AlertSent,
    ApplicantReply,
    DocumentPublication,
    Extension,
    InquiryDocument,
    ObservationTag,
    Postponement,
    Tag,
)
from .regimes import Regime, RegimePiece
from .registers import Masking, Observation, ObservationFile, ObservationQuerySet, Register
from .room import KeyedPage, MemberInvitation, RoomRecord

__all__ = [
    "Addition",
    "AlertSent",
    "ApplicantReply",
    "DocumentPublication",
    "DossierPiece",
    "Extension",
    "Inquiry",
    "InquiryDocument",
    "InquiryMember",
    "InquiryPlace",
    "InquirySession",
    "KeyedPage",
    "MailMessage",
    "Masking",
    "MemberInvitation",
    "NoticePublication",
    "Observation",
    "ObservationFile",
    "ObservationQuerySet",
    "ObservationTag",
    "Postponement",
    "Regime",
    "RegimePiece",
    "Register",
    "RoomRecord",
    "Tag",
]
