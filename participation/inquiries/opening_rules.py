"""What is still missing before a procedure may be announced, in words, each with its place. Pure.

The law lists what the order and the notice say, which pieces the dossier holds, and how long
before the opening all this is public. Delays and pieces come from the regime.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.cms.french_dates import date_and_hour, long_date

from .due_rules import local_day
from .enums import COMMISSIONERS, PieceCondition, SessionKind

if TYPE_CHECKING:
    from .models import (
        DossierPiece,
        Inquiry,
        InquiryMember,
        InquirySession,
        RegimePiece,
    )


@dataclass(frozen=True)
class Missing:
    """One thing that lacks: what it is about (`order`, `dates`, `dossier`, `people`), in words."""

    about: str
    words: str


@dataclass(frozen=True)
class Facts:
    """What is read once about a procedure, for these rules and for the checklist."""

    inquiry: "Inquiry"
    demanded: "Sequence[RegimePiece]"
    pieces: "Sequence[DossierPiece]"
    members: "Sequence[InquiryMember]"
    sessions: "Sequence[InquirySession]"
    places: int


# What an order or a notice says of every procedure; the others depend on the regime.
_ALWAYS = ("decisions", "authority", "applicant", "responsible_name")
_WITH_ORDER = ("order_number", "order_date", "order_document_id")
_WITH_REGISTER = ("mailbox", "postal_address", "help_contact")
_WITH_COMMISSIONER = ("seat", "report_place")


def missing(facts: Facts, at: datetime) -> list[Missing]:
    """Everything that keeps the procedure from being announced now; empty when it may be."""
    return [
        *_order(facts.inquiry),
        *_dates(facts.inquiry, at),
        *_people(facts),
        *[Missing("dossier", words) for words in missing_pieces(facts)],
    ]


def _order(inquiry: "Inquiry") -> list[Missing]:
    regime = inquiry.regime
    names = [
        *_ALWAYS,
        *(_WITH_ORDER if regime.needs_order else ()),
        *(_WITH_REGISTER if regime.has_register else ()),
        *(_WITH_COMMISSIONER if regime.needs_commissioner else ()),
    ]
    found = []
    if not inquiry.live:
        found.append(Missing("order", _("The page is not published yet.")))
    if inquiry.live and inquiry.expire_at is not None:
        words = _("The page is set to expire: a procedure stays on the site as the law asks.")
        found.append(Missing("order", words))
    for name in names:
        if not getattr(inquiry, name):
            label = inquiry._meta.get_field(name.removesuffix("_id")).verbose_name  # type: ignore[union-attr]
            found.append(Missing("order", _("“%(field)s” is empty.") % {"field": label}))
    if not (inquiry.responsible_phone or inquiry.responsible_email):
        words = _("Say how to reach who answers questions: a telephone number or an address.")
        found.append(Missing("order", words))
    return found


def earliest_opening(notice_days: int | None, at: datetime) -> datetime | None:
    """The earliest moment of an opening announced now: so many whole days of notice."""
    return None if notice_days is None else at + timedelta(days=notice_days)


def _dates(inquiry: "Inquiry", at: datetime) -> list[Missing]:
    regime, found = inquiry.regime, []
    days = (local_day(inquiry.closes_at) - local_day(inquiry.opens_at)).days + 1
    earliest = earliest_opening(regime.notice_days, at)
    if inquiry.opens_at <= at:
        found.append(_("The opening is past: choose a moment to come."))
    elif earliest is not None and inquiry.opens_at < earliest:
        found.append(
            _(
                "The notice is published %(days)s days before the opening at least: announced "
                "today, it may open from %(moment)s on."
            )
            % {"days": regime.notice_days, "moment": date_and_hour(earliest)}
        )
    floor = regime.duration_floor(has_assessment=inquiry.has_assessment)
    if floor is not None and days < floor:
        words = _("It lasts %(count)s days: %(least)s are needed at least.")
        found.append(words % {"count": days, "least": floor})
    if regime.maximum_days is not None and days > regime.maximum_days:
        words = _("It lasts %(count)s days: %(most)s are allowed at most.")
        found.append(words % {"count": days, "most": regime.maximum_days})
    return [Missing("dates", words) for words in found]


def _people(facts: Facts) -> list[Missing]:
    inquiry, found = facts.inquiry, []
    if inquiry.regime.needs_commissioner:
        if not any(member.role in COMMISSIONERS for member in facts.members):
            found.append(_("No commissioner is named."))
        permanences = any(one.kind == SessionKind.PERMANENCE for one in facts.sessions)
        if inquiry.regime.needs_permanence and not permanences:
            found.append(_("No permanence of the commissioner is announced."))
        if not facts.places:
            found.append(_("No place is given where the dossier may be read."))
    for one in facts.sessions:
        is_within = inquiry.opens_at <= one.starts_at and one.ends_at <= inquiry.closes_at
        if one.kind == SessionKind.PERMANENCE and not is_within:
            words = _("The permanence of %(moment)s is not within the procedure.")
            found.append(words % {"moment": date_and_hour(one.starts_at)})
    return [Missing("people", words) for words in (*found, *_meetings(facts))]


def _meetings(facts: Facts) -> list[str]:
    """The public meetings that the regime asks for at the beginning and at the end."""
    inquiry, regime, found = facts.inquiry, facts.inquiry.regime, []
    if (days := regime.opening_meeting_days) is not None:
        latest = local_day(inquiry.opens_at) + timedelta(days=days - 1)
        if not any(
            one.kind == SessionKind.OPENING
            and inquiry.opens_at <= one.starts_at
            and local_day(one.ends_at) <= latest
            for one in facts.sessions
        ):
            words = _("No public meeting of opening is announced: it is held by %(day)s.")
            found.append(words % {"day": long_date(latest)})
    if (days := regime.closing_meeting_days) is not None:
        earliest = local_day(inquiry.closes_at) - timedelta(days=days - 1)
        if not any(
            one.kind == SessionKind.CLOSING
            and local_day(one.starts_at) >= earliest
            and one.ends_at <= inquiry.closes_at
            for one in facts.sessions
        ):
            words = _(
                "No public meeting of closing is announced: it is held from %(day)s on, before "
                "the closing."
            )
            found.append(words % {"day": long_date(earliest)})
    return found


def demanded_of(demanded: "Sequence[RegimePiece]", *, has_assessment: bool) -> "list[RegimePiece]":
    """The pieces that this procedure must hold."""
    other = PieceCondition.WITHOUT if has_assessment else PieceCondition.WITH
    return [one for one in demanded if one.condition != other]


def is_answered(piece: "RegimePiece", pieces: "Collection[DossierPiece]") -> bool:
    """Whether the dossier holds this piece, or says why not where it may."""
    of_kind = [one for one in pieces if one.kind == piece.kind]
    return any(not one.absence or piece.may_be_absent for one in of_kind)


def missing_pieces(facts: Facts) -> list[str]:
    """The pieces demanded that the dossier neither holds nor explains; alternatives together."""
    wanted = demanded_of(facts.demanded, has_assessment=facts.inquiry.has_assessment)
    groups: dict[object, list[RegimePiece]] = {}
    for one in wanted:
        groups.setdefault(one.alternative or f"alone-{one.pk}", []).append(one)
    found = []
    for group in groups.values():
        if any(is_answered(one, facts.pieces) for one in group):
            continue
        labels = _(" or ").join(f"“{one.label}”" for one in group)
        found.append(_("The dossier lacks: %(piece)s.") % {"piece": labels})
    if not any(one.file for one in facts.pieces):
        found.append(_("The dossier holds no document."))
    return found
