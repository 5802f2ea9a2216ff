"""The announcement of a procedure, what is added to its dossier, the end of its time here."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction

from portal.decisions import Refused, require

from ...actions.journal import log
from ...models import ActivityTally
from .. import chain, rules
from ..due_rules import local_day
from ..enums import InquiryReason, NoticeMedium
from ..models import Addition, DossierPiece, Inquiry, NoticePublication, Register
from ..notifications import tell
from ..opening_rules import Missing, missing
from ..queries import dossier_of, facts_of, kept_until_of
from .register import GivenFile, held_register

if TYPE_CHECKING:
    from portal.accounts.models import User


class NotReady(Refused):
    """The announcement is refused; `missing` says everything that lacks, in words."""

    def __init__(self, found: list[Missing]) -> None:
        super().__init__(InquiryReason.NOT_READY)
        self.missing = found


@transaction.atomic
def announce_inquiry(*, inquiry: Inquiry, by: "User | None", at: datetime) -> Register:
    """Announces a procedure: its notice is public, its order binds, its dossier is fixed.

    The register then opens and closes by the clock alone. Raises NotReady with all that lacks,
    Refused(ALREADY_ANNOUNCED).
    """
    Register.objects.get_or_create(inquiry=inquiry)
    register = held_register(inquiry.pk)
    if register is None or register.announced_at is not None:
        raise Refused(InquiryReason.ALREADY_ANNOUNCED)
    held = register.inquiry
    if found := missing(facts_of(held), at):
        raise NotReady(found)
    register.announced_at, register.announced_by = at, by
    register.dossier_sha256 = chain.dossier_digest(dossier_of(held))
    register.save()
    ActivityTally.objects.get_or_create(activity_id=held.pk)
    ActivityTally.objects.filter(activity=held.pk, frozen_at=None).update(frozen_at=at)
    NoticePublication.objects.create(
        inquiry=held,
        medium=NoticeMedium.WEBSITE,
        title=held.url,
        published_on=local_day(at),
        noted_at=at,
        noted_by=by,
    )
    tell("inquiry_announced", held, held.title, at)
    log("inquiry.announced", user=by, activity=held.pk)
    return register


@dataclass(frozen=True)
class GivenPiece:
    """A piece that is given for a dossier: a file, or why there is none."""

    kind: str
    title: str
    file: GivenFile | None = None
    absence: str = ""
    author: str = ""
    dated: date | None = None


@transaction.atomic
def add_piece(*, inquiry: Inquiry, given: GivenPiece, at: datetime) -> DossierPiece:
    """Puts a piece in the dossier before the announcement. Raises Refused(ANNOUNCED)."""
    register = held_register(inquiry.pk)
    if register is not None and register.announced_at is not None:
        raise Refused(InquiryReason.ANNOUNCED)
    return _keep(inquiry, given, at, None)


@transaction.atomic
def add_to_dossier(
    *,
    inquiry: Inquiry,
    pieces: Sequence[GivenPiece],
    reason: str,
    at: datetime,
    by: "User | None",
) -> Addition:
    """Adds pieces to an announced dossier, on a day and for a reason that are public.

    Nothing that is there changes. Raises Refused (NOT_ANNOUNCED, REASON_MISSING, EMPTY).
    """
    register = held_register(inquiry.pk)
    if register is None or register.announced_at is None:
        raise Refused(InquiryReason.NOT_ANNOUNCED)
    if not reason.strip():
        raise Refused(InquiryReason.REASON_MISSING)
    if not pieces:
        raise Refused(InquiryReason.EMPTY)
    addition = Addition.objects.create(
        inquiry=inquiry, added_at=at, reason=reason.strip(), added_by=by
    )
    for piece in pieces:
        _keep(inquiry, piece, at, addition)
    tell("dossier_added", inquiry, addition.reason, at, key=str(addition.pk))
    log("inquiry.dossier_added", user=by, activity=inquiry.pk, count=len(pieces))
    return addition


def _keep(
    inquiry: Inquiry, given: GivenPiece, at: datetime, addition: Addition | None
) -> DossierPiece:
    last = DossierPiece.objects.filter(inquiry=inquiry).order_by("-rank").first()
    piece = DossierPiece(
        inquiry=inquiry,
        kind=given.kind,
        title=given.title.strip(),
        author=given.author.strip(),
        dated=given.dated,
        absence=given.absence.strip(),
        rank=last.rank + 1 if last else 1,
        added_at=at,
        addition=addition,
    )
    if given.file is not None:
        content = given.file.clean.content
        piece.file_name = given.file.name
        piece.content_type = given.file.clean.mime_type
        piece.size = len(content)
        piece.sha256 = hashlib.sha256(content).hexdigest()
        piece.file.save(f"file.{given.file.clean.extension}", ContentFile(content), save=False)
    piece.save(force_insert=True)
    return piece


@transaction.atomic
def release_inquiry(*, inquiry: Inquiry, by: "User | None", at: datetime) -> Register | None:
    """Says that the time on the site is over: the page may be withdrawn from now on.

    The register itself is never deleted. Raises Refused(KEPT_ONLINE).
    """
    register = held_register(inquiry.pk)
    require(rules.may_release(register, kept_until_of(inquiry), at))
    if register is not None and register.announced_at and register.released_at is None:
        register.released_at = at
        register.save(update_fields=["released_at"])
        log("inquiry.released", user=by, activity=inquiry.pk)
    return register
